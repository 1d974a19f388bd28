"""Cinemas, films and showtimes as values, and the rules of time. Standard library only."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.money import Money


class ScreenFormat(StrEnum):
    """How a film is shown."""

    STANDARD_2D = "STANDARD_2D"
    STANDARD_3D = "STANDARD_3D"
    IMAX = "IMAX"
    FOUR_DX = "FOUR_DX"


class SeatClass(StrEnum):
    """What kind of seat it is; each has its own prices."""

    STANDARD = "STANDARD"
    PREMIUM = "PREMIUM"
    ACCESSIBLE = "ACCESSIBLE"
    COMPANION = "COMPANION"


class TicketCategory(StrEnum):
    """Who the ticket is for; each has its own prices."""

    ADULT = "ADULT"
    CHILD = "CHILD"
    SENIOR = "SENIOR"
    STUDENT = "STUDENT"


class MovieStatus(StrEnum):
    """Where a film is in its run; derived, never stored."""

    COMING_SOON = "COMING_SOON"
    NOW_SHOWING = "NOW_SHOWING"
    ENDED = "ENDED"


class ShowtimeStatus(StrEnum):
    """Whether a showing takes place."""

    SCHEDULED = "SCHEDULED"
    CANCELLED = "CANCELLED"


BUSINESS_DAY_BEGINS = time(5)
"""A cinema's day ends at five in the morning: a showing at 00:30 belongs to the evening before."""


@dataclass(frozen=True, slots=True)
class City:
    """A city with cinemas."""

    id: str
    name: str
    state: str
    country: str


@dataclass(frozen=True, slots=True)
class Cinema:
    """A cinema; `timezone` is an IANA name, and its dates are in that zone."""

    id: str
    city_id: str
    name: str
    address: str
    timezone: str


@dataclass(frozen=True, slots=True)
class SeatPosition:
    """A seat: `number` as it is printed, `column` where it stands (rows may have gaps)."""

    number: int
    column: int
    seat_class: SeatClass


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A row of seats, from the left."""

    label: str
    seats: tuple[SeatPosition, ...]


@dataclass(frozen=True, slots=True)
class Auditorium:
    """A hall of a cinema, with the formats that it can show."""

    id: str
    cinema_id: str
    name: str
    formats: frozenset[ScreenFormat]
    rows: tuple[SeatRow, ...]

    @property
    def capacity(self) -> int:
        """How many seats it has."""
        return sum(len(row.seats) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Movie:
    """A film. `last_showtime_at` is the latest start of any showing that is scheduled."""

    id: str
    title: str
    original_title: str | None
    synopsis: str
    runtime_minutes: int
    release_date: date
    certification: str
    genres: tuple[str, ...]
    formats: frozenset[ScreenFormat]
    spoken_language: str
    subtitle_languages: tuple[str, ...]
    poster_url: str | None
    trailer_url: str | None
    last_showtime_at: datetime | None

    @property
    def sort_title(self) -> str:
        """The title as lists are sorted by it."""
        return " ".join(search_words(self.title))

    def status(self, now: datetime) -> MovieStatus:
        """Where the film is in its run: from its release until its last scheduled showing."""
        if self.release_date > now.astimezone(UTC).date():
            return MovieStatus.COMING_SOON
        if self.last_showtime_at is not None and self.last_showtime_at >= now:
            return MovieStatus.NOW_SHOWING
        return MovieStatus.ENDED


@dataclass(frozen=True, slots=True)
class TicketPrice:
    """What one ticket costs, by whom it is for and where they sit."""

    category: TicketCategory
    seat_class: SeatClass
    price: Money


@dataclass(frozen=True, slots=True)
class Showtime:
    """One showing of a film. `business_date` is the cinema's own calendar day."""

    id: str
    movie_id: str
    cinema_id: str
    city_id: str
    auditorium_id: str
    starts_at: datetime
    ends_at: datetime
    business_date: date
    format: ScreenFormat
    audio_language: str
    subtitle_language: str | None
    prices: tuple[TicketPrice, ...]
    status: ShowtimeStatus


def business_date(starts_at: datetime, timezone: str) -> date:
    """The day to which a showing belongs, in the cinema's zone and by its own end of day."""
    local = starts_at.astimezone(ZoneInfo(timezone))
    if local.time() < BUSINESS_DAY_BEGINS:
        return local.date() - timedelta(days=1)
    return local.date()


def search_words(text: str) -> list[str]:
    """The words of `text` without regard to case, accents and punctuation, in order."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()
