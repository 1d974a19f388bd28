"""The facts that booking tells and those that it hears, each with its topic."""

from dataclasses import dataclass
from typing import ClassVar

ACCOUNT_DELETED = "account.deleted.v1"
"""Account's: somebody is gone, and what is kept of them no longer says who. Carries `accountId`."""
SHOWTIME_SCHEDULED = "catalog.showtime.scheduled.v1"
"""Catalog's: a showtime can be booked. Carries all that an inventory is built from."""
SHOWTIME_MOVED = "catalog.showtime.moved.v1"
"""Catalog's: a showtime has another start or auditorium. Carries the same, as it is now."""
SHOWTIME_CANCELLED = "catalog.showtime.cancelled.v1"
"""Catalog's: a showtime does not take place. Carries `showtimeId`."""


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
    """In the words of who cancelled it; None for a showtime that was cancelled."""

    @property
    def key(self) -> str:
        return self.booking_id
