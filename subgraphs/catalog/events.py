"""The facts that catalog tells, each with the topic that is its name and version."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SeatSnapshot:
    """A seat as booking needs it."""

    id: str
    row: str
    number: int
    column: int
    seat_class: str


@dataclass(frozen=True, slots=True)
class PriceSnapshot:
    """A price as booking needs it."""

    category: str
    seat_class: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ShowtimeScheduled:
    """A showing can be booked from now on; all that its seat inventory is built from."""

    TOPIC: ClassVar[str] = "catalog.showtime.scheduled.v1"

    showtime_id: str
    movie_title: str
    cinema_name: str
    auditorium_name: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    business_date: date
    seats: tuple[SeatSnapshot, ...]
    prices: tuple[PriceSnapshot, ...]

    @property
    def key(self) -> str:
        return self.showtime_id
