"""Holds and their limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.money import Money, total
from subgraphs.booking.domain.seats import Inventory, PricedSeat

HOLDS = "holds"
"""The rate class of mutations that take seats from others."""


@dataclass(frozen=True, slots=True)
class HoldLimits:
    """How long a hold lasts, and how many seats and holds one account may have of a showtime."""

    lasts: timedelta
    seats: int = 10
    holds: int = 2


class HoldStatus(StrEnum):
    """What has become of a hold."""

    ACTIVE = "ACTIVE"
    """Its seats are held, and can be booked."""
    BOOKED = "BOOKED"
    """A booking that is being, or was, paid for from the hold has its seats."""
    EXPIRED = "EXPIRED"
    """Its time is over."""
    LOST = "LOST"
    """Its seats were taken from it: by a change of the showtime, or by cancelling its booking."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Seats kept for an account until `expires_at`, at frozen prices.

    `booking_id` is the booking that is being, or was, paid for from this hold.
    """

    id: str
    account_id: str
    showtime_id: str
    seats: Sequence[PricedSeat]
    expires_at: datetime
    extended: bool
    booking_id: str | None

    @property
    def total(self) -> Money:
        """What all the seats cost together."""
        return total([seat.price for seat in self.seats], self.seats[0].price.currency)

    @property
    def seat_ids(self) -> list[str]:
        return [seat.seat_id for seat in self.seats]

    def status_in(self, showtime: Inventory, now: datetime) -> HoldStatus:
        """Return what has become of the hold, by the seats of its showtime.

        The seats decide, and not the hold: a showtime that is moved or cancelled writes no hold.
        """
        if self.booking_id is None and self.expires_at <= now:
            return HoldStatus.EXPIRED
        if not showtime.scheduled or not showtime.has_under(self.id, self.seat_ids):
            return HoldStatus.LOST
        return HoldStatus.ACTIVE if self.booking_id is None else HoldStatus.BOOKED

    def ends_at_in(self, showtime: Inventory, now: datetime) -> datetime:
        """Return when the hold ends; a hold that has lost its seats has ended by now."""
        lost = self.status_in(showtime, now) is HoldStatus.LOST
        return min(self.expires_at, now) if lost else self.expires_at
