"""Cities, cinemas and their auditoriums."""

from dataclasses import dataclass
from enum import StrEnum


class ScreenFormat(StrEnum):
    """How a movie is shown."""

    STANDARD_2D = "STANDARD_2D"
    STANDARD_3D = "STANDARD_3D"
    IMAX = "IMAX"
    FOUR_DX = "FOUR_DX"


class SeatClass(StrEnum):
    """What kind of seat it is; each class has its own prices."""

    STANDARD = "STANDARD"
    PREMIUM = "PREMIUM"
    ACCESSIBLE = "ACCESSIBLE"
    COMPANION = "COMPANION"


MOST_SEATS = 600
"""How many seats an auditorium may have."""


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
    """A seat: `number` is printed on it, `column` is its position (rows may have gaps)."""

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
    """An auditorium of a cinema, with the formats that it can show."""

    id: str
    cinema_id: str
    name: str
    formats: frozenset[ScreenFormat]
    rows: tuple[SeatRow, ...]

    @property
    def capacity(self) -> int:
        """How many seats it has."""
        return sum(len(row.seats) for row in self.rows)

    @property
    def seat_classes(self) -> frozenset[SeatClass]:
        """The classes of which it has at least one seat."""
        return frozenset(seat.seat_class for row in self.rows for seat in row.seats)
