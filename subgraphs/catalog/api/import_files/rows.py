"""The rows of an import file, as docs/import.md describes them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.ids import ULID
from shared.money import Money
from shared.validation.fields import spelt
from shared.validation.inputs import ValidatedInput
from shared.validation.web_addresses import WebAddress
from subgraphs.catalog.api.inputs.field_rules import (
    BY_NAME,
    Certification,
    Currency,
    Formats,
    Genres,
    LanguageTag,
    Moment,
    ReleaseDate,
    RowLabel,
    SubtitleLanguages,
    Synopsis,
    Text,
    TimeZone,
    few_enough_seats,
    unique_by,
)
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import (
    Auditorium,
    Cinema,
    City,
    ScreenFormat,
    SeatClass,
    SeatPosition,
    SeatRow,
)
from subgraphs.catalog.domain.rules import ShowtimePlan
from subgraphs.catalog.domain.showtimes import LONGEST_RUNTIME_MINUTES, TicketCategory, TicketPrice


def _id(prefix: str) -> AfterValidator:
    return spelt(f"{prefix}_{ULID}", f"Write an id of `{prefix}_` and a ULID.")


CityId = Annotated[str, _id("cty")]
CinemaId = Annotated[str, _id("cin")]
AuditoriumId = Annotated[str, _id("aud")]
MovieId = Annotated[str, _id("mov")]
ShowtimeId = Annotated[str, _id("sho")]

_FRACTION = re.compile(r"\.[0-9]*[1-9]")


def _in_whole_seconds(value: object) -> object:
    if isinstance(value, str) and _FRACTION.search(value):
        raise PydanticCustomError("fraction", "Write a time in whole seconds.")
    return value


FileMoment = Annotated[Moment, BeforeValidator(_in_whole_seconds)]

_CLASSES = {
    "S": SeatClass.STANDARD,
    "P": SeatClass.PREMIUM,
    "A": SeatClass.ACCESSIBLE,
    "C": SeatClass.COMPANION,
}


class _FileInput(ValidatedInput):
    # A misspelt name must not look like a field that was left out, and nothing is converted: `true`
    # is no 1, and 1735689600 is no date.
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class FileCity(_FileInput):
    """A city."""

    id: CityId
    name: Text
    state: Text
    country: Text

    def value(self) -> City:
        return City(self.id, self.name, self.state, self.country)


class FileCinema(_FileInput):
    """A cinema."""

    id: CinemaId
    city_id: CityId
    name: Text
    address: Text
    timezone: TimeZone

    def value(self) -> Cinema:
        return Cinema(self.id, self.city_id, self.name, self.address, self.timezone)


class FileSeatRow(_FileInput):
    """A row of seats: one letter for each (`S`, `P`, `A` or `C`), and `.` for a gap."""

    label: RowLabel
    seats: Annotated[
        str,
        StringConstraints(max_length=100),
        spelt(
            "[SPAC.]*[SPAC][SPAC.]*", "Write S, P, A or C for each seat, at least one; . is a gap."
        ),
    ]

    @property
    def capacity(self) -> int:
        return len(self.seats) - self.seats.count(".")

    def value(self) -> SeatRow:
        columns = [column for column, seat in enumerate(self.seats, 1) if seat != "."]
        return SeatRow(
            self.label,
            tuple(
                SeatPosition(number, column, _CLASSES[self.seats[column - 1]])
                for number, column in enumerate(columns, 1)
            ),
        )


class FileAuditorium(_FileInput):
    """An auditorium."""

    id: AuditoriumId
    cinema_id: CinemaId
    name: Text
    formats: Formats
    rows: Annotated[
        list[FileSeatRow],
        Field(min_length=1, max_length=60),
        AfterValidator(unique_by("label")),
        AfterValidator(few_enough_seats),
    ]

    def value(self) -> Auditorium:
        rows = tuple(row.value() for row in self.rows)
        return Auditorium(self.id, self.cinema_id, self.name, frozenset(self.formats), rows)


class FileMovie(_FileInput):
    """A movie."""

    id: MovieId
    title: Text
    original_title: Text | None = None
    synopsis: Synopsis
    runtime_minutes: Annotated[int, Field(ge=1, le=LONGEST_RUNTIME_MINUTES)]
    release_date: ReleaseDate
    certification: Certification
    genres: Genres
    formats: Formats
    spoken_language: LanguageTag
    subtitle_languages: SubtitleLanguages = Field(default_factory=list[str])
    poster_url: WebAddress | None = None
    trailer_url: WebAddress | None = None

    def value(self) -> Movie:
        return Movie(
            id=self.id,
            title=self.title,
            original_title=self.original_title,
            synopsis=self.synopsis,
            runtime_minutes=self.runtime_minutes,
            release_date=self.release_date,
            certification=self.certification,
            genres=tuple(self.genres),
            formats=frozenset(self.formats),
            spoken_language=self.spoken_language,
            subtitle_languages=tuple(self.subtitle_languages),
            poster_url=self.poster_url,
            trailer_url=self.trailer_url,
        )


class FilePrice(_FileInput):
    """A ticket's price."""

    category: Annotated[TicketCategory, BY_NAME]
    seat_class: Annotated[SeatClass, BY_NAME]
    amount_minor: Annotated[int, Field(ge=0)]
    currency: Currency


# Thousands of showtimes have the same few price lists: each list is in memory once.
@lru_cache(maxsize=1_000)
def _shared_in_memory(prices: tuple[TicketPrice, ...]) -> tuple[TicketPrice, ...]:
    return prices


class FileShowtime(_FileInput):
    """A showtime."""

    id: ShowtimeId
    movie_id: MovieId
    auditorium_id: AuditoriumId
    starts_at: FileMoment
    format: Annotated[ScreenFormat, BY_NAME]
    audio_language: LanguageTag
    subtitle_language: LanguageTag | None = None
    prices: Annotated[
        list[FilePrice],
        Field(min_length=1, max_length=50),
        AfterValidator(unique_by("category", "seat_class")),
    ]

    def value(self) -> ShowtimePlan:
        return ShowtimePlan(
            self.movie_id,
            self.auditorium_id,
            self.starts_at,
            self.format,
            self.audio_language,
            self.subtitle_language,
            _shared_in_memory(
                tuple(
                    TicketPrice(
                        each.category, each.seat_class, Money(each.amount_minor, each.currency)
                    )
                    for each in self.prices
                )
            ),
        )


KINDS: Mapping[str, type[FileCity | FileCinema | FileAuditorium | FileMovie | FileShowtime]] = (
    MappingProxyType(
        {
            "cities": FileCity,
            "cinemas": FileCinema,
            "auditoriums": FileAuditorium,
            "movies": FileMovie,
            "showtimes": FileShowtime,
        }
    )
)
"""The rows by their kind."""
