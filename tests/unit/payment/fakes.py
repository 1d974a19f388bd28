"""Payment's ports in memory: a store with versions, and a provider that can fail."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from shared.errors import VersionConflict
from shared.ids import UlidSource
from shared.money import Money
from shared.pagination import Count, PageRequest
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import ANONYMOUS, Card, Payment, PaymentStatus, Refund
from subgraphs.payment.errors import InvalidSignature, OutcomeUnknown, ProviderRefused
from subgraphs.payment.events import PaymentCaptured, PaymentRefunded
from subgraphs.payment.ports import Authorized, Declined, PaymentChange, Voided
from subgraphs.payment.service.payments import PaymentService
from subgraphs.payment.service.settlement import Settlement
from subgraphs.payment.workers.recovery import RecoveryWorker

VISA = Card("visa", "4242")
GIVE_UP_AFTER = timedelta(seconds=20)


class StoppedClock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.at = datetime(2026, 12, 31, 20, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


PAYMENT = Payment(
    id="pay_01JH0000000000000000000000",
    reference="bkg_01JH0000000000000000000000",
    charge_id=None,
    account_id="acc_01JH0000000000000000000000",
    amount=Money(12_050, "MXN"),
    status=PaymentStatus.PENDING,
    card=None,
    decline_code=None,
    refunds=(),
    created_at=StoppedClock().now(),
    updated_at=StoppedClock().now(),
    version=1,
)
"""A payment that has just begun."""


class MemoryStore:
    """Payments, ledger and events in memory, with the rules of the database."""

    def __init__(self) -> None:
        self.payments: dict[str, Payment] = {}
        self.entries: list[LedgerEntry] = []
        self.events: list[PaymentCaptured | PaymentRefunded] = []
        self.postponed: dict[str, datetime] = {}
        self.gone_accounts: set[str] = set()

    async def add(self, payment: Payment) -> Payment:
        if payment.account_id in self.gone_accounts:
            payment = replace(payment, account_id=ANONYMOUS)
        return self.payments.setdefault(payment.id, payment)

    async def get(self, id: str) -> Payment | None:
        return self.payments.get(id)

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Payment]:
        return {id: self.payments[id] for id in ids if id in self.payments}

    async def save(self, change: PaymentChange) -> None:
        payment = change.payment
        if self.payments[payment.id].version != payment.version - 1:
            raise VersionConflict
        if change.entry:
            assert change.entry.cause not in {entry.cause for entry in self.entries}
            self.entries.append(change.entry)
        self.events.extend(change.events)
        self.payments[payment.id] = payment
        self.postponed.pop(payment.id, None)

    async def unsettled(
        self, untouched_since: datetime, due: datetime, limit: int
    ) -> list[Payment]:
        def turn(payment: Payment) -> datetime:
            return self.postponed.get(payment.id, payment.updated_at)

        found = [
            payment
            for payment in self.payments.values()
            if payment.is_unsettled
            and payment.updated_at <= untouched_since
            and turn(payment) <= due
        ]
        return sorted(found, key=turn)[:limit]

    async def postpone(self, payment: Payment, until: datetime) -> None:
        self.postponed[payment.id] = until

    async def touched_since(self, since: datetime) -> list[Payment]:
        return [payment for payment in self.payments.values() if payment.updated_at >= since]

    async def page(
        self, status: PaymentStatus | None, account_id: str | None, request: PageRequest
    ) -> tuple[list[Payment], Count]:
        raise NotImplementedError

    async def ledger(self, payment_ids: Sequence[str]) -> list[LedgerEntry]:
        return [entry for entry in self.entries if entry.payment_id in payment_ids]

    async def anonymise(self, account_id: str) -> None:
        self.gone_accounts.add(account_id)
        for payment in self.payments.values():
            if payment.account_id == account_id:
                self.payments[payment.id] = replace(
                    payment, account_id=ANONYMOUS, card=None, version=payment.version + 1
                )


class Fate(Enum):
    """What happens to a call to the provider."""

    ANSWERED = auto()
    NOT_DONE = auto()
    ANSWER_LOST = auto()


class MemoryProvider:
    """A provider with books of its own. `fates` are what happens to the next calls, in order.

    If it `has_own_ids`, it knows a payment only by the id that `prepare` returned.
    """

    def __init__(self, *, has_own_ids: bool = False) -> None:
        self.books: dict[str, Charge] = {}
        self.changed: dict[str, datetime] = {}
        self.fates: list[Fate] = []
        self.calls: list[str] = []
        self.attempts: list[int] = []
        self.refuses_refunds = False
        self._has_own_ids = has_own_ids

    async def prepare(self, payment: Payment) -> str | Declined | None:
        if not self._has_own_ids:
            return None
        lost = self._begin_call("prepare")
        self._answer(lost)
        return f"ch_{len(self.calls)}"

    async def authorize(self, payment: Payment, token: str) -> Authorized | Declined | Voided:
        id = self._id(payment)
        assert id is not None, "the charge id is stored first"
        lost = self._begin_call("authorize")
        if id not in self.books:
            declined = token == "tok_declined"
            status = PaymentStatus.DECLINED if declined else PaymentStatus.AUTHORIZED
            self.books[id] = Charge(
                payment.id,
                status,
                payment.amount,
                None if declined else VISA,
                "card_declined" if declined else None,
            )
        self._answer(lost)
        charge = self.books[id]
        if charge.status is PaymentStatus.VOIDED:
            return Voided()
        return Declined(charge.decline_code) if charge.decline_code else Authorized(VISA)

    async def capture(self, payment: Payment) -> None:
        lost = self._begin_call("capture")
        self._move(payment, PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED)
        self._answer(lost)

    async def void(self, payment: Payment) -> None:
        id = self._id(payment)
        if id is None:
            return
        lost = self._begin_call("void")
        self.books.setdefault(id, Charge(payment.id, PaymentStatus.AUTHORIZED, None))
        if self.books[id].status is not PaymentStatus.DECLINED:
            self._move(payment, PaymentStatus.AUTHORIZED, PaymentStatus.VOIDED)
        self._answer(lost)

    async def refund(self, payment: Payment, refund: Refund) -> None:
        id = self._id(payment)
        assert id is not None
        self.attempts.append(refund.attempt)
        lost = self._begin_call("refund")
        charge = self.books[id]
        if refund.id not in charge.refunds:
            if self.refuses_refunds or charge.balance < refund.amount.amount_minor:
                raise ProviderRefused("more than can be refunded")
            refunds = {**charge.refunds, refund.id: refund.amount.amount_minor}
            self.books[id] = replace(charge, refunds=refunds)
        self._answer(lost)

    async def find(self, payment: Payment) -> Charge | None:
        self._answer(self._begin_call("find"))
        return self.books.get(self._id(payment) or "")

    async def charges(self, since: datetime) -> AsyncIterator[Charge]:
        for id, charge in list(self.books.items()):
            if self.changed.get(id, since) >= since:
                yield charge

    def webhook_subject(self, body: bytes, signature: str) -> str | None:
        if signature != "good":
            raise InvalidSignature
        return body.decode() or None

    def _move(self, payment: Payment, source: PaymentStatus, target: PaymentStatus) -> None:
        id = self._id(payment) or ""
        charge = self.books.get(id)
        if charge is None or charge.status not in (source, target):
            raise ProviderRefused(f"it is {charge and charge.status}")
        self.books[id] = replace(charge, status=target)

    def _id(self, payment: Payment) -> str | None:
        return payment.charge_id if self._has_own_ids else payment.id

    def _begin_call(self, call: str) -> bool:
        self.calls.append(call)
        fate = self.fates.pop(0) if self.fates else Fate.ANSWERED
        if fate is Fate.NOT_DONE:
            raise OutcomeUnknown(call)
        return fate is Fate.ANSWER_LOST

    def _answer(self, lost: bool) -> None:
        if lost:
            raise OutcomeUnknown("the answer was lost")


@dataclass
class Workbench:
    """The use cases on ports in memory, and one booking to pay."""

    store: MemoryStore
    provider: MemoryProvider
    clock: StoppedClock
    settlement: Settlement
    service: PaymentService
    reference: str
    account_id: str
    amount: Money

    async def authorize(self, token: str = "tok_visa") -> Payment:
        return await self.service.authorize(self.reference, self.account_id, self.amount, token)

    async def capture(self) -> Payment:
        return await self.service.capture(self.reference)

    async def void(self) -> Payment:
        return await self.service.void(self.reference, self.account_id, self.amount)

    async def refund(self, refund_id: str, amount_minor: int) -> Payment:
        return await self.service.refund(self.reference, refund_id, Money(amount_minor, "MXN"))

    @property
    def payment(self) -> Payment:
        (payment,) = self.store.payments.values()
        return payment

    @property
    def charge(self) -> Charge:
        (charge,) = self.provider.books.values()
        return charge

    async def recover(self) -> None:
        """Run the recovery worker once."""
        after = timedelta(seconds=10)
        await RecoveryWorker(self.store, self.settlement, self.clock, after=after).recover_overdue()

    def later(self, by: timedelta = GIVE_UP_AFTER) -> None:
        """Let time pass."""
        self.clock.at += by


def new_bench(*, provider_has_own_ids: bool = False) -> Workbench:
    """Return a workbench with empty books."""
    store, provider = MemoryStore(), MemoryProvider(has_own_ids=provider_has_own_ids)
    clock, ids = StoppedClock(), UlidSource()
    settlement = Settlement(store, provider, clock, ids, give_up_after=GIVE_UP_AFTER)
    service = PaymentService(store, provider, settlement, clock)
    return Workbench(
        store,
        provider,
        clock,
        settlement,
        service,
        ids.new("bkg"),
        ids.new("acc"),
        Money(10_000, "MXN"),
    )
