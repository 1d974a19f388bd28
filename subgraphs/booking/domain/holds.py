"""Holds and their limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.money import Money, total
from subgraphs.booking.domain.seats import PricedSeat


@dataclass(frozen=True, slots=True)
class HoldLimits:
    """How long a hold lasts, and how many seats and holds one account may have of a showtime."""

    lasts: timedelta
    seats: int = 10
    holds: int = 2


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
