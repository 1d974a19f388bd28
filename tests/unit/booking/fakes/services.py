"""Other services, ticket keys and idempotent calls in memory."""

from collections.abc import Mapping
from datetime import datetime

from shared.errors import Refusal, Unavailable
from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.calls import Call
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.errors import NotATicket, PaymentStuck
from subgraphs.booking.ports import Answer, PaymentOutcome, PaymentState, Work
from tests.unit.booking.fakes.showtime import CountedIds


class FakePayments:
    """Payments: the test sets what each call answers; `asked` lists the calls.

    Calls that are named in `unavailable` have no answer, those in `refusing` are refused.
    """

    def __init__(self) -> None:
        self.authorizing: PaymentOutcome | None = PaymentOutcome(PaymentState.AUTHORIZED)
        self.found: PaymentOutcome | None = PaymentOutcome(PaymentState.AUTHORIZED)
        self.refunds: dict[str, Money] = {}
        self.unavailable: set[str] = set()
        self.refusing: set[str] = set()
        self.asked: list[str] = []

    async def authorize(self, booking: Booking, token: str) -> PaymentOutcome:
        self._ask("authorize")
        assert self.authorizing is not None
        return self.authorizing

    async def capture(self, booking: Booking) -> PaymentOutcome:
        self._ask("capture")
        return PaymentOutcome(PaymentState.CAPTURED)

    async def void(self, booking: Booking) -> PaymentOutcome:
        self._ask("void")
        return PaymentOutcome(PaymentState.VOIDED)

    async def refund(self, booking: Booking, amount: Money) -> None:
        self._ask("refund")
        self.refunds[booking.refund_id] = amount

    async def find(self, booking: Booking) -> PaymentOutcome | None:
        self._ask("find")
        return self.found

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.unavailable:
            raise Unavailable("payment service")
        if what in self.refusing:
            raise PaymentStuck("ILLEGAL_TRANSITION")


class Signer:
    """TicketSigner."""

    async def sign(
        self, ticket_id: str, showtime_id: str, seat_id: str, starts_at: datetime
    ) -> str:
        return f"signed:{ticket_id}"


class Verifier:
    """TicketVerifier of the codes that `Signer` signs."""

    async def verify(self, code: str) -> str:
        word, _, ticket_id = code.partition(":")
        if word != "signed":
            raise NotATicket
        return ticket_id

    async def trusted_keys(self) -> Mapping[str, str]:
        return {"k1": "PEM"}


class Keys:
    """A rotating secret; a newer value of it may be in Vault."""

    def __init__(self, value: Mapping[str, str], newer: Mapping[str, str] | None = None) -> None:
        self._value = value
        self._newer = newer or value

    async def get(self) -> Mapping[str, str]:
        return self._value

    async def find(self, name: str) -> str | None:
        return self._value.get(name) or self._newer.get(name)


class Catalog:
    """ShowtimeCatalog that knows one showtime, or none; `available` unless a test says other."""

    def __init__(self) -> None:
        self.knows: Inventory | None = None
        self.available = True

    async def inventory(self, showtime_id: str) -> Inventory | None:
        return self.knows

    async def schedule(self, showtime_id: str) -> Schedule | None:
        if not self.available:
            raise Unavailable("catalog service")
        known = self.knows
        if known is None:
            return None
        return Schedule(known.starts_at, known.auditorium_id, cancelled=not known.scheduled)


class Once:
    """Idempotency without a database: one answer for each call, and one seed until then."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._seeds: dict[str, str] = {}
        self._ids = CountedIds()

    async def once(self, call: Call, work: Work) -> Answer:
        if call.record_id not in self._answers:
            seed = self._seeds.setdefault(call.record_id, self._ids.new("")[1:])
            try:
                self._answers[call.record_id] = await work(seed)
            except Refusal:
                del self._seeds[call.record_id]
                raise
        return self._answers[call.record_id]
