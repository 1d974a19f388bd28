"""The results of catalog's mutations."""

from typing import Annotated

import strawberry

from shared.graphql.types import InvalidInput, NotFound
from shared.graphql.weights import assumed
from subgraphs.catalog.api.types.entities import Cinema, Movie, Showtime
from subgraphs.catalog.api.types.places import Auditorium
from subgraphs.catalog.api.types.refusals import (
    MovieHasShowtimes,
    ScheduleConflict,
    ShowtimeHasBookings,
    WeekNotCopied,
)


@strawberry.type(description="The week is copied to the next week.")
class WeekCopied:
    showtimes: list[Showtime] = strawberry.field(
        directives=[assumed(100)], description="The new showtimes, by start."
    )


MovieResult = Annotated[
    Movie | NotFound | InvalidInput,
    strawberry.union("MovieResult", description="The changed movie, or the refusal."),
]
ArchiveMovieResult = Annotated[
    Movie | MovieHasShowtimes | NotFound,
    strawberry.union("ArchiveMovieResult", description="The changed movie, or the refusal."),
]
CinemaResult = Annotated[
    Cinema | NotFound | InvalidInput,
    strawberry.union("CinemaResult", description="The changed cinema, or the refusal."),
]
AuditoriumResult = Annotated[
    Auditorium | NotFound | InvalidInput,
    strawberry.union("AuditoriumResult", description="The new auditorium, or the refusal."),
]
ScheduleShowtimeResult = Annotated[
    Showtime | ScheduleConflict | NotFound | InvalidInput,
    strawberry.union("ScheduleShowtimeResult", description="The new showtime, or the refusal."),
]
MoveShowtimeResult = Annotated[
    Showtime | ScheduleConflict | ShowtimeHasBookings | NotFound | InvalidInput,
    strawberry.union("MoveShowtimeResult", description="The moved showtime, or the refusal."),
]
CancelShowtimeResult = Annotated[
    Showtime | NotFound,
    strawberry.union("CancelShowtimeResult", description="The cancelled showtime, or the refusal."),
]
CopyWeekResult = Annotated[
    WeekCopied | WeekNotCopied | NotFound | InvalidInput,
    strawberry.union("CopyWeekResult", description="The new showtimes, or the refusal."),
]
