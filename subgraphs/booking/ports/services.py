"""The other subgraphs that booking calls."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.seats import Inventory


class ShowtimeCatalog(Protocol):
    """Describes showtimes whose events have not arrived yet.

    Every method raises Unavailable when catalog does not answer.
    """

    async def inventory(self, showtime_id: str) -> Inventory | None:
        """Return the showtime's seats, all free; None when there is no such showtime."""
        ...

    async def schedule(self, showtime_id: str) -> Schedule | None:
        """Return what is planned now; None when catalog knows no such showtime.

        The answer comes, or is given up, in about a second: a customer waits for it.
        """
        ...


class PaymentState(Enum):
    """What is known of a payment."""

    AUTHORIZED = auto()
    CAPTURED = auto()
    DECLINED = auto()
    VOIDED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """The state of a payment, and the bank's code if it declined."""

    state: PaymentState
    decline_code: str | None = None


class Payments(Protocol):
    """The payment service. Each call may be repeated: payment knows a payment by its booking.

    Every method raises TransientFailure when no answer came, and PaymentStuck when payment
    answered that it refuses or failed. In either case the call may have had its effect.
    """

    async def authorize(self, booking: Booking, token: str) -> PaymentOutcome:
        """Reserve the booking's total on the card that `token` stands for."""
        ...

    async def capture(self, booking: Booking) -> PaymentOutcome:
        """Take the reserved amount."""
        ...

    async def void(self, booking: Booking) -> PaymentOutcome:
        """Give the payment up; payment refuses it if it arrives later."""
        ...

    async def refund(self, booking: Booking, amount: Money) -> None:
        """Give back `amount` under the booking's refund id."""
        ...

    async def find(self, booking: Booking) -> PaymentOutcome | None:
        """Return what is known of the payment; None when it never arrived."""
        ...
