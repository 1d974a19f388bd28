"""Mutations of the schedule."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsAdmin
from subgraphs.catalog.api.inputs import CopyWeekInput, MoveShowtimeInput, ScheduleShowtimeInput
from subgraphs.catalog.api.types import (
    CancelShowtimeResult,
    CopyWeekResult,
    Info,
    MoveShowtimeResult,
    ScheduleShowtimeResult,
    Showtime,
    WeekCopied,
)


@strawberry.type
class ShowtimeMutations:
    @strawberry.mutation(
        permission_classes=[IsAdmin], description="Put a showtime into the schedule. ADMIN only."
    )
    async def schedule_showtime(
        self,
        info: Info,
        input: Annotated[ScheduleShowtimeInput, strawberry.argument(description="The showtime.")],
    ) -> ScheduleShowtimeResult:
        return Showtime.of(await info.context.planning.showtimes.schedule(input.plan()))

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Move a showtime without bookings to another time or auditorium. ADMIN only.",
    )
    async def move_showtime(
        self,
        info: Info,
        input: Annotated[MoveShowtimeInput, strawberry.argument(description="Where it goes.")],
    ) -> MoveShowtimeResult:
        rules, showtimes = input.checked(), info.context.planning.showtimes
        return Showtime.of(await showtimes.move(input.id, rules.starts_at, rules.auditorium_id))

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Cancel a showtime; every confirmed booking of it is refunded. ADMIN only.",
    )
    async def cancel_showtime(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The showtime.")],
    ) -> CancelShowtimeResult:
        return Showtime.of(await info.context.planning.showtimes.cancel(id))

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Repeat a cinema's week a week later, all of it or nothing. ADMIN only.",
    )
    async def copy_week(
        self,
        info: Info,
        input: Annotated[CopyWeekInput, strawberry.argument(description="Which week.")],
    ) -> CopyWeekResult:
        rules, weeks = input.checked(), info.context.planning.weeks
        copied = await weeks.copy(input.cinema_id, rules.first_day)
        return WeekCopied(showtimes=[Showtime.of(showtime) for showtime in copied])
