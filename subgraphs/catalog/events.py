"""The events that catalog publishes, and its own view of those that it reads.

On the wire every field is in camelCase inside the envelope's `data` (shared/messaging/envelope.py):
times as RFC 3339 in UTC, dates as `YYYY-MM-DD`, enumerations by their names in the API. A consumer
that lacks an event finds the same facts by the query `showtime(id)`:

======================  =======================================================================
`showtimeId`            `showtime.id`; also the key, so that a showtime's events stay in order
`movieId`, `movieTitle` `showtime.movie { id title }`
`cinemaId`, `cinemaName` `showtime.cinema { id name }`
`auditoriumId`, …`Name` `showtime.auditorium { id name }`
`timezone`              `showtime.cinema.timezone`, an IANA name
`startsAt`, `endsAt`    the same names; the first is when the trailers begin
`businessDate`          the same name: the cinema's own day
`status`                the same name: SCHEDULED or CANCELLED
`seats[]`               `id` ("C7"), `row`, `number`, `column`, `seatClass` of `auditorium.rows`
`prices[]`              `category`, `seatClass`, `amountMinor`, `currency`
======================  =======================================================================
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SeatSnapshot:
    """A seat, as booking needs it."""

    id: str
    row: str
    number: int
    column: int
    seat_class: str


@dataclass(frozen=True, slots=True)
class PriceSnapshot:
    """A price, as booking needs it."""

    category: str
    seat_class: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ShowtimeSnapshot:
    """All facts of a showtime from which booking builds a seat inventory."""

    showtime_id: str
    movie_id: str
    movie_title: str
    cinema_id: str
    cinema_name: str
    auditorium_id: str
    auditorium_name: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    business_date: date
    status: str
    seats: tuple[SeatSnapshot, ...]
    prices: tuple[PriceSnapshot, ...]

    @property
    def key(self) -> str:
        return self.showtime_id


@dataclass(frozen=True, slots=True)
class ShowtimeScheduled(ShowtimeSnapshot):
    """The showtime can be booked from now on."""

    TOPIC: ClassVar[str] = "catalog.showtime.scheduled.v1"


@dataclass(frozen=True, slots=True)
class ShowtimeMoved(ShowtimeSnapshot):
    """The showtime has another start, auditorium, or both; the snapshot is its new state.

    Catalog moves no showtime of which it knows a sold seat. A seat that was sold or held before
    this event arrived was chosen for the old time: booking refunds it, as after a cancellation
    (docs/adr/0009).
    """

    TOPIC: ClassVar[str] = "catalog.showtime.moved.v1"

    moved_from: datetime


@dataclass(frozen=True, slots=True)
class ShowtimeCancelled:
    """The showtime does not take place: every confirmed booking of it must be refunded."""

    TOPIC: ClassVar[str] = "catalog.showtime.cancelled.v1"

    showtime_id: str
    starts_at: datetime

    @property
    def key(self) -> str:
        return self.showtime_id


@dataclass(frozen=True, slots=True)
class BookingConfirmed:
    """From booking: seats of the showtime are sold."""

    TOPIC: ClassVar[str] = "booking.confirmed.v1"

    booking_id: str
    showtime_id: str

    @property
    def key(self) -> str:
        return self.booking_id


@dataclass(frozen=True, slots=True)
class BookingCancelled:
    """From booking: the seats of a booking are free again."""

    TOPIC: ClassVar[str] = "booking.cancelled.v1"

    booking_id: str
    showtime_id: str

    @property
    def key(self) -> str:
        return self.booking_id
