"""Mutations of the schedule."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsAdmin
from shared.validation.inputs import validated
from subgraphs.catalog.api.context import Info
from subgraphs.catalog.api.inputs.showtimes import (
    CopyWeekInput,
    MoveShowtimeInput,
    ScheduleShowtimeInput,
    ValidatedMove,
    ValidatedShowtime,
    ValidatedWeek,
)
from subgraphs.catalog.api.types import (
    CancelShowtimeResult,
    CopyWeekResult,
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
        plan = validated(ValidatedShowtime, input).plan()
        return Showtime.of(await info.context.planning.showtimes.schedule(plan))

    @strawberry.mutation(
        permission_classes=[IsAdmin],
        description="Move a showtime without bookings to another time or auditorium. ADMIN only.",
    )
    async def move_showtime(
        self,
        info: Info,
        input: Annotated[MoveShowtimeInput, strawberry.argument(description="Where it moves.")],
    ) -> MoveShowtimeResult:
        move = validated(ValidatedMove, input)
        showtimes = info.context.planning.showtimes
        return Showtime.of(await showtimes.move(input.id, move.starts_at, move.auditorium_id))

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
        description="Copy a cinema's week to the next week, all of it or nothing. ADMIN only.",
    )
    async def copy_week(
        self,
        info: Info,
        input: Annotated[CopyWeekInput, strawberry.argument(description="Which week.")],
    ) -> CopyWeekResult:
        first_day = validated(ValidatedWeek, input).first_day
        copied = await info.context.planning.weeks.copy(input.cinema_id, first_day)
        return WeekCopied(showtimes=[Showtime.of(showtime) for showtime in copied])
