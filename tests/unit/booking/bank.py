"""A payment service with books; it loses answers when the test says so."""

from dataclasses import dataclass

from shared.errors import Unavailable
from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.errors import PaymentStuck
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.fakes import FakePayments

TOKENS = (
    "good",
    "good",
    "declined",
    "outcome late",
    "outcome unknown",
    "answer lost",
    "never arrived",
)
"""Cards, named after what happens to their payments."""


@dataclass
class Charge:
    """One booking's payment, and how much of it was captured and refunded."""

    state: PaymentState
    captured: int = 0
    refunded: int = 0


class Bank(FakePayments):
    """Payments, each known by its booking as the payment service knows it.

    Calls that are named in `unavailable` have no effect; those in `losing` have their effect, and
    no answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.charges: dict[str, Charge] = {}
        self.losing: set[str] = set()

    async def authorize(self, booking: Booking, token: str) -> PaymentOutcome:
        self._ask("authorize")
        if token == "never arrived":
            raise Unavailable("payment service")
        if booking.id in self.charges:
            return self._answer("authorize", booking)
        state = {"declined": PaymentState.DECLINED, "outcome unknown": PaymentState.UNKNOWN}
        self.charges[booking.id] = Charge(state.get(token, PaymentState.AUTHORIZED))
        if token == "answer lost":
            raise Unavailable("payment service")
        if token == "outcome late":
            return PaymentOutcome(PaymentState.UNKNOWN)
        return self._answer("authorize", booking)

    async def capture(self, booking: Booking) -> PaymentOutcome:
        self._ask("capture")
        charge = self._charge(booking, PaymentState.AUTHORIZED, PaymentState.CAPTURED)
        if charge.state is PaymentState.AUTHORIZED:
            charge.state = PaymentState.CAPTURED
            charge.captured += booking.total.amount_minor
        return self._answer("capture", booking)

    async def void(self, booking: Booking) -> PaymentOutcome:
        self._ask("void")
        self.charges.setdefault(booking.id, Charge(PaymentState.VOIDED))
        charge = self._charge(booking, *set(PaymentState) - {PaymentState.CAPTURED})
        if charge.state is not PaymentState.DECLINED:
            charge.state = PaymentState.VOIDED
        return self._answer("void", booking)

    async def refund(self, booking: Booking, amount: Money) -> None:
        self._ask("refund")
        charge = self._charge(booking, PaymentState.CAPTURED)
        if self.refunds.setdefault(booking.refund_id, amount) != amount:
            raise PaymentStuck("PAYMENT_MISMATCH")
        charge.refunded = amount.amount_minor
        self._answer("refund", booking)

    async def find(self, booking: Booking) -> PaymentOutcome | None:
        self._ask("find")
        return self._answer("find", booking) if booking.id in self.charges else None

    def _charge(self, booking: Booking, *states: PaymentState) -> Charge:
        """Return the charge. Raises PaymentStuck when it is in another state."""
        charge = self.charges.get(booking.id)
        if charge is None or charge.state not in states:
            raise PaymentStuck("ILLEGAL_TRANSITION")
        return charge

    def _answer(self, what: str, booking: Booking) -> PaymentOutcome:
        if what in self.losing:
            raise Unavailable("payment service")
        state = self.charges[booking.id].state
        declined = "card_declined" if state is PaymentState.DECLINED else None
        return PaymentOutcome(state, declined)
