"""The results of catalog's mutations."""

from typing import Annotated

import strawberry

from shared.graphql.types import InvalidInput, NotFound
from subgraphs.catalog.api.types.entities import Cinema, Movie, Showtime
from subgraphs.catalog.api.types.places import Auditorium
from subgraphs.catalog.api.types.refusals import (
    MovieHasShowtimes,
    ScheduleConflict,
    ShowtimeHasBookings,
    WeekNotCopied,
)


@strawberry.type(description="A week is copied to the next.")
class WeekCopied:
    showtimes: list[Showtime] = strawberry.field(description="The new showtimes, by start.")


MovieResult = Annotated[
    Movie | NotFound | InvalidInput,
    strawberry.union("MovieResult", description="The movie as it is now, or why not."),
]
ArchiveMovieResult = Annotated[
    Movie | MovieHasShowtimes | NotFound,
    strawberry.union("ArchiveMovieResult", description="The movie as it is now, or why not."),
]
CinemaResult = Annotated[
    Cinema | NotFound | InvalidInput,
    strawberry.union("CinemaResult", description="The cinema as it is now, or why not."),
]
AuditoriumResult = Annotated[
    Auditorium | NotFound | InvalidInput,
    strawberry.union("AuditoriumResult", description="The new auditorium, or why there is none."),
]
ScheduleShowtimeResult = Annotated[
    Showtime | ScheduleConflict | NotFound | InvalidInput,
    strawberry.union("ScheduleShowtimeResult", description="The showtime, or why there is none."),
]
MoveShowtimeResult = Annotated[
    Showtime | ScheduleConflict | ShowtimeHasBookings | NotFound | InvalidInput,
    strawberry.union("MoveShowtimeResult", description="The showtime where it is now, or why not."),
]
CancelShowtimeResult = Annotated[
    Showtime | NotFound,
    strawberry.union("CancelShowtimeResult", description="The showtime, cancelled, or why not."),
]
CopyWeekResult = Annotated[
    WeekCopied | WeekNotCopied | NotFound | InvalidInput,
    strawberry.union("CopyWeekResult", description="The new showtimes, or why there are none."),
]
