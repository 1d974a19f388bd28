"""The GraphQL types of catalog's refusals; see errors.py."""

from collections.abc import Sequence

import strawberry

from shared.graphql.types import FieldError, UserError
from shared.graphql.weights import assumed
from subgraphs.catalog import errors
from subgraphs.catalog.api.context import Info
from subgraphs.catalog.api.types.entities import Showtime


@strawberry.type(
    description="The auditorium is taken: this showtime overlaps another, trailers and cleaning "
    "included."
)
class ScheduleConflict(UserError):
    showtime_ids: strawberry.Private[Sequence[str]]

    @strawberry.field(
        directives=[assumed(10)], description="The showtimes that take the auditorium, by start."
    )
    async def conflicts_with(self, info: Info) -> list[Showtime]:
        return await _showtimes(info, self.showtime_ids)


@strawberry.type(description="Tickets are sold: the showtime can be cancelled, but not moved.")
class ShowtimeHasBookings(UserError):
    pass


@strawberry.type(description="The movie has showtimes to come, so it cannot be archived.")
class MovieHasShowtimes(UserError):
    pass


@strawberry.type(description="Why a showtime could not be copied.")
class CopyConflict:
    fields: list[FieldError] = strawberry.field(
        directives=[assumed(5)], description="The rules that its copy breaks."
    )
    showtime_id: strawberry.Private[str]
    conflict_ids: strawberry.Private[Sequence[str]]

    @strawberry.field(description="The showtime of the copied week.")
    async def showtime(self, info: Info) -> Showtime:
        (showtime,) = await _showtimes(info, [self.showtime_id])
        return showtime

    @strawberry.field(
        directives=[assumed(5)],
        description="The showtimes that take the auditorium a week later; a showtime of the "
        "copied week stands for its copy.",
    )
    async def conflicts_with(self, info: Info) -> list[Showtime]:
        return await _showtimes(info, self.conflict_ids)


@strawberry.type(description="Some showtimes of the week cannot be copied, so none is copied.")
class WeekNotCopied(UserError):
    problems: strawberry.Private[Sequence[errors.CopyProblem]]

    @strawberry.field(
        directives=[assumed(100)], description="Every showtime that cannot be copied, by start."
    )
    def conflicts(self) -> list[CopyConflict]:
        return [
            CopyConflict(
                showtime_id=problem.showtime_id,
                fields=[
                    FieldError(path=each.path, code=each.code, message=each.message)
                    for each in problem.fields
                ],
                conflict_ids=problem.conflict_ids,
            )
            for problem in self.problems
        ]


async def _showtimes(info: Info, ids: Sequence[str]) -> list[Showtime]:
    found = await info.context.showtime_loader.load_many(list(ids))
    return [Showtime.of(showtime) for showtime in found if showtime]
