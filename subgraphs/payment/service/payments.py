"""Payment's use cases.

Each is idempotent: the payment's id comes from the caller's reference, the provider knows each
request by its id, and each write is conditional on the version that was read.
"""

from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar

import structlog

from shared.clock import Clock
from shared.errors import NotFound, Unavailable, VersionConflict
from shared.ids import is_id
from shared.money import Money
from shared.pagination import Page, PageRequest, make_page
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import (
    ANONYMOUS,
    OPEN,
    OVER,
    SETTLED,
    Payment,
    PaymentStatus,
    Refund,
    payment_id_for,
)
from subgraphs.payment.errors import (
    IllegalTransition,
    OutcomeUnknown,
    PaymentMismatch,
    ProviderRefused,
)
from subgraphs.payment.ports import (
    Authorized,
    Declined,
    PaymentChange,
    PaymentProvider,
    PaymentStore,
    Voided,
)
from subgraphs.payment.service.settlement import Settlement

log = structlog.get_logger(__name__)

Result = TypeVar("Result")


class PaymentService:
    """Authorises, captures, voids and refunds payments, and reports their outcome."""

    def __init__(
        self, store: PaymentStore, provider: PaymentProvider, settlement: Settlement, clock: Clock
    ) -> None:
        self._store = store
        self._provider = provider
        self._settlement = settlement
        self._clock = clock

    async def authorize(
        self, reference: str, account_id: str, amount: Money, token: str
    ) -> Payment:
        """Reserve `amount`. The outcome is AUTHORIZED, DECLINED or, without an answer, UNKNOWN.

        Raises PaymentMismatch when the reference belongs to another account or amount.
        """
        now = self._clock.now()
        payment = await self._begin(reference, account_id, amount, now)
        if payment.created_at != now:
            payment = await self._settlement.renew(payment)
        if payment.status not in OPEN:
            return payment
        try:
            payment = await self._settlement.prepare(payment)
            if payment.status not in OPEN:
                return payment
            answer = await self._provider.authorize(payment, token)
        except OutcomeUnknown:
            return await self._settlement.record_unknown(payment)
        match answer:
            case Authorized(card):
                return await self._settlement.record_authorized(payment, card)
            case Declined(code):
                return await self._settlement.record_declined(payment, code)
            case Voided():
                return await self._settlement.record_voided(payment)

    async def capture(self, reference: str) -> Payment:
        """Capture the authorised amount. Raises Unavailable when the provider does not answer."""
        payment = await self._known(reference)
        if payment.status in SETTLED:
            return payment
        if payment.status is not PaymentStatus.AUTHORIZED:
            raise IllegalTransition(payment.status, PaymentStatus.CAPTURED)
        try:
            await _answered(self._provider.capture(payment))
        except ProviderRefused as refusal:
            payment = await self._settlement.resolve_refusal(payment, refusal)
        return await self._settlement.record_captured(payment)

    async def void(self, reference: str, account_id: str, amount: Money) -> Payment:
        """Void a payment that is not captured; one that never arrived is refused from now on.

        The account and the amount are those of the call to `authorize`.
        """
        payment = await self._begin(reference, account_id, amount, self._clock.now())
        if payment.status in SETTLED:
            raise IllegalTransition(payment.status, PaymentStatus.VOIDED)
        if payment.status in OVER:
            return payment
        try:
            return await _answered(self._settlement.void(payment))
        except ProviderRefused as refusal:
            payment = await self._settlement.resolve_refusal(payment, refusal)
            if payment.status not in OVER:
                raise IllegalTransition(payment.status, PaymentStatus.VOIDED) from None
            return payment

    async def refund(self, reference: str, refund_id: str, amount: Money) -> Payment:
        """Refund `amount` under the caller's `refund_id`. Raises Unavailable without an answer."""
        payment = await self._with_refund(await self._known(reference), refund_id, amount)
        refund = payment.refund(refund_id)
        if refund is None or refund.amount != amount:
            raise PaymentMismatch
        return await _answered(self._settlement.refund(payment, refund))

    async def by_reference(self, reference: str) -> Payment | None:
        """Return the payment, after asking the provider if it is open; None when none arrived."""
        payment = await self._store.get(payment_id_for(reference))
        if payment is None or payment.status not in OPEN:
            return payment
        try:
            return await self._settlement.settle(payment)
        except (OutcomeUnknown, ProviderRefused, IllegalTransition) as error:
            # The recovery worker continues, or another call already has.
            log.info("asked_without_answer", payment_id=payment.id, error=str(error))
            return await self._store.get(payment.id)

    async def handle_webhook(self, body: bytes, signature: str) -> None:
        """Ask the provider for the payment that a webhook is about.

        A webhook is a hint, never a fact, so duplicates and webhooks out of order do no harm.
        Raises InvalidSignature, and Unavailable when the provider does not answer and should send
        the webhook again.
        """
        payment_id = self._provider.webhook_subject(body, signature)
        payment = await self._store.get(payment_id) if payment_id else None
        if payment is None:
            return
        try:
            await _answered(self._settlement.settle(payment))
        except (IllegalTransition, ProviderRefused) as error:
            # The same webhook again would change nothing: the reconciliation lists it.
            log.warning("books_disagree", payment_id=payment.id, error=str(error))

    async def payments(self, ids: list[str]) -> dict[str, Payment]:
        """Return the payments that exist, by id."""
        return await self._store.by_ids([id for id in ids if is_id("pay", id)])

    async def page(self, status: PaymentStatus | None, request: PageRequest) -> Page[Payment]:
        """Return a page of all payments, the newest first."""
        return await self._page(status, None, request)

    async def page_of(self, account_id: str, request: PageRequest) -> Page[Payment]:
        """Return a page of an account's payments, the newest first."""
        return await self._page(None, account_id, request)

    async def ledger(self, payment_ids: list[str]) -> list[LedgerEntry]:
        """Return the ledger entries of these payments, the oldest first."""
        return await self._store.ledger(payment_ids)

    async def _page(
        self, status: PaymentStatus | None, account_id: str | None, request: PageRequest
    ) -> Page[Payment]:
        fetched, count = await self._store.page(status, account_id, request)
        return make_page(fetched, request, sort_key=lambda each: (each.id,), count=count)

    async def _begin(
        self, reference: str, account_id: str, amount: Money, now: datetime
    ) -> Payment:
        """Return the payment under `reference`, written before the provider is asked."""
        payment = await self._store.add(
            Payment(
                id=payment_id_for(reference),
                reference=reference,
                charge_id=None,
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
        )
        # Either service may have heard first that the account was deleted.
        owners = {account_id, payment.account_id} - {ANONYMOUS}
        if len(owners) > 1 or payment.amount != amount:
            raise PaymentMismatch
        return payment

    async def _known(self, reference: str) -> Payment:
        payment = await self._store.get(payment_id_for(reference))
        if payment is None:
            raise NotFound("payment", reference)
        return payment

    async def _with_refund(self, payment: Payment, refund_id: str, amount: Money) -> Payment:
        """Store the refund before the provider is asked, and return the payment."""
        while payment.refund(refund_id) is None:
            now = self._clock.now()
            stored = payment.with_refund(Refund(refund_id, amount, now), now)
            try:
                await self._store.save(PaymentChange(stored))
            except VersionConflict:
                payment = await self._known(payment.reference)
            else:
                return stored
        return payment


async def _answered(call: Awaitable[Result]) -> Result:
    """Await an idempotent call. Raises Unavailable without an answer: the caller may repeat it."""
    try:
        return await call
    except OutcomeUnknown:
        raise Unavailable("payment provider") from None
