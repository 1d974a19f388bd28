"""Catalog's inputs, each with its rules."""

from subgraphs.catalog.api.inputs.filters import MovieFilter, ShowtimeFilter
from subgraphs.catalog.api.inputs.movies import CreateMovieInput, UpdateMovieInput
from subgraphs.catalog.api.inputs.places import (
    CreateAuditoriumInput,
    CreateCinemaInput,
    UpdateCinemaInput,
)
from subgraphs.catalog.api.inputs.showtimes import (
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
