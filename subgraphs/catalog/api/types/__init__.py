"""Catalog's GraphQL types."""

from subgraphs.catalog.api.types.entities import Cinema, City, Movie, Showtime
from subgraphs.catalog.api.types.paging import by_nearness, by_start, by_title
from subgraphs.catalog.api.types.places import Auditorium
from subgraphs.catalog.api.types.results import (
    ArchiveMovieResult,
    AuditoriumResult,
    CancelShowtimeResult,
    CinemaResult,
    CopyWeekResult,
    MoveShowtimeResult,
    MovieResult,
    ScheduleShowtimeResult,
    WeekCopied,
)

__all__ = [
    "ArchiveMovieResult",
    "Auditorium",
    "AuditoriumResult",
    "CancelShowtimeResult",
    "Cinema",
    "CinemaResult",
    "City",
    "CopyWeekResult",
    "MoveShowtimeResult",
    "Movie",
    "MovieResult",
    "ScheduleShowtimeResult",
    "Showtime",
    "WeekCopied",
    "by_nearness",
    "by_start",
    "by_title",
]
