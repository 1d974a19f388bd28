"""Payment's use cases.

Every one may be repeated, after a crash or by an impatient caller, and has its effect once: the
payment's id comes from the caller's reference, the provider knows each step by its id, and each
write is conditional on the version that was read.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from shared.clock import Clock
from shared.errors import NotFound, Unavailable
from shared.ids import IdSource, is_id
from shared.money import Money
from shared.pagination import Page, PageRequest, make_page
from subgraphs.payment.domain import (
    SETTLED,
    LedgerEntry,
    Payment,
    PaymentStatus,
    Refund,
    capture_entry,
    payment_id_for,
    refund_entry,
)
from subgraphs.payment.errors import OutcomeUnknown, PaymentMismatch
from subgraphs.payment.events import PaymentCaptured, PaymentRefunded
from subgraphs.payment.ports import Authorized, Declined, PaymentProvider, PaymentStore

log = structlog.get_logger(__name__)

_OPEN = frozenset({PaymentStatus.PENDING, PaymentStatus.UNKNOWN})


class PaymentService:
    """Authorises, captures, voids and refunds; answers what became of a payment."""

    def __init__(
        self, store: PaymentStore, provider: PaymentProvider, clock: Clock, ids: IdSource
    ) -> None:
        self._store = store
        self._provider = provider
        self._clock = clock
        self._ids = ids

    async def authorize(
        self, reference: str, account_id: str, amount: Money, token: str
    ) -> Payment:
        """Reserve `amount`. The answer is AUTHORIZED, DECLINED or, for want of one, UNKNOWN.

        Raises PaymentMismatch when the reference stands for another account or amount.
        """
        payment = await self._store.add(self._new(reference, account_id, amount))
        _same(payment, account_id, amount)
        if payment.status not in _OPEN:
            return payment
        try:
            answer = await self._provider.authorize(payment.id, amount, token)
        except OutcomeUnknown:
            if payment.status is PaymentStatus.UNKNOWN:
                return payment
            return await self._change(payment, lambda p, now: p.became(PaymentStatus.UNKNOWN, now))
        match answer:
            case Authorized(card):
                return await self._change(
                    payment, lambda p, now: p.became(PaymentStatus.AUTHORIZED, now, card=card)
                )
            case Declined(code):
                return await self._change(
                    payment, lambda p, now: p.became(PaymentStatus.DECLINED, now, decline_code=code)
                )

    async def capture(self, reference: str) -> Payment:
        """Take what was authorised; Unavailable when the provider does not answer."""
        payment = await self._known(reference)
        if payment.status in SETTLED:
            return payment
        captured = payment.became(PaymentStatus.CAPTURED, self._clock.now())
        await self._asked(self._provider.capture(payment.id))
        entry = capture_entry(self._ids.new("led"), captured, captured.updated_at)
        event = PaymentCaptured(
            payment_id=payment.id,
            reference=payment.reference,
            amount_minor=payment.amount.amount_minor,
            currency=payment.amount.currency,
        )
        return await self._saved(captured, entry, event)

    async def void(self, reference: str, account_id: str, amount: Money) -> Payment:
        """Give up a payment that is not captured; one that never arrived is refused from now on.

        The account and the amount are those that `authorize` was, or would have been, given.
        """
        payment = await self._store.add(self._new(reference, account_id, amount))
        _same(payment, account_id, amount)
        if payment.status in (PaymentStatus.VOIDED, PaymentStatus.DECLINED):
            return payment
        voided = payment.became(PaymentStatus.VOIDED, self._clock.now())
        await self._asked(self._provider.void(payment.id))
        return await self._saved(voided)

    async def refund(self, reference: str, refund_id: str, amount: Money) -> Payment:
        """Give back `amount` under the caller's `refund_id`; Unavailable without an answer."""
        payment = await self._known(reference)
        refund = next((each for each in payment.refunds if each.id == refund_id), None)
        if refund is None:
            now = self._clock.now()
            refund = Refund(refund_id, amount, now, done=False)
            payment = await self._saved(payment.promised(refund, now))
        if refund.amount != amount:
            raise PaymentMismatch
        if refund.done:
            return payment
        await self._asked(self._provider.refund(payment.id, refund_id, amount))
        now = self._clock.now()
        return await self._saved(
            payment.gave_back(refund_id, now),
            refund_entry(self._ids.new("led"), payment, refund, now),
            PaymentRefunded(
                payment_id=payment.id,
                reference=payment.reference,
                refund_id=refund_id,
                amount_minor=amount.amount_minor,
                currency=amount.currency,
            ),
        )

    async def by_reference(self, reference: str) -> Payment | None:
        """What became of a payment, as the provider tells if we do not know; None if none came."""
        payment = await self._store.get(payment_id_for(reference))
        if payment is None or payment.status not in _OPEN:
            return payment
        try:
            charge = await self._provider.find(payment.id)
        except OutcomeUnknown:
            return payment
        if charge is None or charge.status not in (
            PaymentStatus.AUTHORIZED,
            PaymentStatus.DECLINED,
        ):
            return payment
        return await self._change(
            payment,
            lambda p, now: p.became(
                charge.status, now, card=charge.card, decline_code=charge.decline_code
            ),
        )

    async def payments(self, ids: list[str]) -> dict[str, Payment]:
        """The payments that exist of `ids`, by id."""
        return await self._store.by_ids([id for id in ids if is_id("pay", id)])

    async def page(self, status: PaymentStatus | None, request: PageRequest) -> Page[Payment]:
        """A page of all payments, the newest first."""
        fetched, total = await self._store.page(status, request)
        return make_page(fetched, request, sort_key=lambda each: (each.id,), total_count=total)

    async def ledger(self, payment_id: str) -> list[LedgerEntry]:
        """The payment's ledger entries, the oldest first."""
        return await self._store.ledger(payment_id)

    def _new(self, reference: str, account_id: str, amount: Money) -> Payment:
        now = self._clock.now()
        return Payment(
            id=payment_id_for(reference),
            reference=reference,
            account_id=account_id,
            amount=amount,
            status=PaymentStatus.PENDING,
            card=None,
            decline_code=None,
            refunds=(),
            created_at=now,
            updated_at=now,
            version=1,
        )

    async def _known(self, reference: str) -> Payment:
        payment = await self._store.get(payment_id_for(reference))
        if payment is None:
            raise NotFound("payment", reference)
        return payment

    async def _asked(self, call: Awaitable[None]) -> None:
        """A provider's call whose repetition is safe: without an answer the caller tries again."""
        try:
            await call
        except OutcomeUnknown:
            raise Unavailable("payment provider") from None

    async def _change(
        self, payment: Payment, change: Callable[[Payment, datetime], Payment]
    ) -> Payment:
        """Save the change, unless another call has settled the same question meanwhile."""
        changed = change(payment, self._clock.now())
        if await self._store.save(changed):
            return changed
        return await self._known(payment.reference)

    async def _saved(
        self,
        payment: Payment,
        entry: LedgerEntry | None = None,
        event: PaymentCaptured | PaymentRefunded | None = None,
    ) -> Payment:
        """Save, or report that another call is at the same payment: a repetition meets it done."""
        if not await self._store.save(payment, entry, event):
            raise Unavailable("payment, which another call is changing,")
        return payment


def _same(payment: Payment, account_id: str, amount: Money) -> None:
    if (payment.account_id, payment.amount) != (account_id, amount):
        raise PaymentMismatch
