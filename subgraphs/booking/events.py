"""The events that booking publishes, and its own view of those that it reads.

Of an event that another subgraph publishes, a class here has only the fields that booking reads.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class BookingConfirmed:
    """The seats are the account's; the payment is authorised and about to be captured."""

    TOPIC: ClassVar[str] = "booking.confirmed.v1"

    booking_id: str
    account_id: str
    showtime_id: str
    seat_ids: tuple[str, ...]
    amount_minor: int
    currency: str

    @property
    def key(self) -> str:
        return self.booking_id


@dataclass(frozen=True, slots=True)
class BookingCancelled:
    """The seats are free again; `refund_minor` is on its way back to the card."""

    TOPIC: ClassVar[str] = "booking.cancelled.v1"

    booking_id: str
    account_id: str
    showtime_id: str
    seat_ids: tuple[str, ...]
    refund_minor: int
    currency: str
    reason: str | None
    """In the canceller's own words; None when the showtime was cancelled."""

    @property
    def key(self) -> str:
        return self.booking_id


@dataclass(frozen=True, slots=True)
class AccountDeleted:
    """From account: an account is deleted, and no record may name it any more."""

    TOPIC: ClassVar[str] = "account.deleted.v1"

    account_id: str

    @property
    def key(self) -> str:
        return self.account_id


@dataclass(frozen=True, slots=True)
class DescribedSeat:
    """A seat of the auditorium."""

    id: str
    row: str
    number: int
    column: int
    seat_class: str


@dataclass(frozen=True, slots=True)
class DescribedPrice:
    """The price of a seat class for a ticket category."""

    category: str
    seat_class: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class DescribedShowtime:
    """All of a showtime that an inventory is built from."""

    showtime_id: str
    movie_title: str
    cinema_name: str
    auditorium_id: str
    auditorium_name: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    seats: tuple[DescribedSeat, ...]
    prices: tuple[DescribedPrice, ...]

    @property
    def key(self) -> str:
        return self.showtime_id


@dataclass(frozen=True, slots=True)
class ShowtimeScheduled(DescribedShowtime):
    """From catalog: the showtime can be booked from now on."""

    TOPIC: ClassVar[str] = "catalog.showtime.scheduled.v1"


@dataclass(frozen=True, slots=True)
class ShowtimeMoved(DescribedShowtime):
    """From catalog: the showtime has another start or auditorium, as described here."""

    TOPIC: ClassVar[str] = "catalog.showtime.moved.v1"


@dataclass(frozen=True, slots=True)
class ShowtimeCancelled:
    """From catalog: the showtime does not take place."""

    TOPIC: ClassVar[str] = "catalog.showtime.cancelled.v1"

    showtime_id: str

    @property
    def key(self) -> str:
        return self.showtime_id
