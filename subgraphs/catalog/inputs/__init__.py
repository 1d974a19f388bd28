"""Catalog's inputs, each with its rules."""

from subgraphs.catalog.inputs.filters import MovieFilter, ShowtimeFilter
from subgraphs.catalog.inputs.movies import CreateMovieInput, UpdateMovieInput
from subgraphs.catalog.inputs.places import (
    CreateAuditoriumInput,
    CreateCinemaInput,
    UpdateCinemaInput,
)
from subgraphs.catalog.inputs.showtimes import (
    CopyWeekInput,
    MoveShowtimeInput,
    ScheduleShowtimeInput,
)

__all__ = [
    "CopyWeekInput",
    "CreateAuditoriumInput",
    "CreateCinemaInput",
    "CreateMovieInput",
    "MoveShowtimeInput",
    "MovieFilter",
    "ScheduleShowtimeInput",
    "ShowtimeFilter",
    "UpdateCinemaInput",
    "UpdateMovieInput",
]
