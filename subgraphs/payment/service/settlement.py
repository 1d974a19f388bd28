"""Transitions of a payment: each happens once, although calls, workers and webhooks compete."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from shared.clock import Clock
from shared.errors import Busy, NotFound, Unavailable, VersionConflict
from shared.ids import IdSource
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.ledger import capture_entry, refund_entry
from subgraphs.payment.domain.payments import (
    OPEN,
    OVER,
    SETTLED,
    Card,
    Payment,
    PaymentStatus,
    Refund,
)
from subgraphs.payment.errors import OutcomeUnknown, ProviderRefused
from subgraphs.payment.events import PaymentCaptured, PaymentRefunded
from subgraphs.payment.ports import Declined, PaymentChange, PaymentProvider, PaymentStore

log = structlog.get_logger(__name__)

Transition = Callable[[Payment], PaymentChange | None]
"""Returns the change to a payment; None when nothing is left to do."""

_TRIES = 10


class Settlement:
    """Advances payments, and brings them in line with the provider's books."""

    def __init__(
        self,
        store: PaymentStore,
        provider: PaymentProvider,
        clock: Clock,
        ids: IdSource,
        *,
        give_up_after: timedelta,
    ) -> None:
        """`give_up_after` is how long a payment that the provider does not know may still arrive.

        After that it is voided, here and then at the provider.
        """
        self._store = store
        self._provider = provider
        self._clock = clock
        self._ids = ids
        self._give_up_after = give_up_after

    async def settle(self, payment: Payment) -> Payment:
        """Bring the payment in line with the provider's books, or have the provider release it.

        Raises OutcomeUnknown without an answer, and ProviderRefused or IllegalTransition when the
        two books contradict each other.
        """
        if payment.to_release:
            return await self._release(payment)
        charge = await self._provider.find(payment)
        if charge is not None:
            payment = await self._follow(payment, charge)
        elif (
            payment.status in OPEN and self._clock.now() - payment.updated_at >= self._give_up_after
        ):
            return await self._give_up(payment)
        for refund in payment.refunds:
            payment = await self.refund(payment, refund)
        return payment

    async def prepare(self, payment: Payment) -> Payment:
        """Store the provider's own id for the payment, where the provider needs one."""
        if payment.charge_id is not None:
            return payment
        answer = await self._provider.prepare(payment)
        if answer is None:
            return payment
        if isinstance(answer, Declined):
            return await self.record_declined(payment, answer.code)

        def transition(current: Payment) -> PaymentChange | None:
            if current.status not in OPEN or current.charge_id is not None:
                return None
            return PaymentChange(current.with_charge_id(answer, self._clock.now()))

        return await self._apply(payment, transition)

    async def renew(self, payment: Payment) -> Payment:
        """Start the time limit of an open payment again: a caller has repeated the request."""

        def transition(current: Payment) -> PaymentChange | None:
            if current.status not in OPEN:
                return None
            return PaymentChange(current.renewed(self._clock.now()))

        return await self._apply(payment, transition)

    async def void(self, payment: Payment) -> Payment:
        """Void the payment at the provider, then here. Raises IllegalTransition after a capture.

        The provider voids the charge that is on record. When another call has stored a charge in
        the meantime, that charge may be being authorised, so it is voided as well.
        """
        while True:
            asked = payment.charge_id
            await self._provider.void(payment)

            def transition(current: Payment, asked: str | None = asked) -> PaymentChange | None:
                return self._void(current) if current.charge_id == asked else None

            payment = await self._apply(payment, transition)
            if payment.charge_id == asked:
                return payment

    async def refund(self, payment: Payment, refund: Refund) -> Payment:
        """Have the provider pay a stored refund, unless that is done.

        A refusal ends the attempt and is raised; the next call begins a new attempt.
        """
        if refund.done:
            return payment
        try:
            await self._provider.refund(payment, refund)
        except ProviderRefused:

            def transition(current: Payment) -> PaymentChange | None:
                if current.refund(refund.id) != refund:
                    return None
                return PaymentChange(current.with_refund_refused(refund, self._clock.now()))

            await self._apply(payment, transition)
            raise
        return await self.record_refund(payment, refund.id)

    async def record_unknown(self, payment: Payment) -> Payment:
        """Record that the provider did not answer: it may have reserved the amount."""

        def transition(current: Payment) -> PaymentChange | None:
            now = self._clock.now()
            if current.status is PaymentStatus.PENDING:
                return PaymentChange(current.with_status(PaymentStatus.UNKNOWN, now))
            return self._release_due(current)

        # Read again: another call may have had an answer in the meantime.
        return await self._apply(await self._store.get(payment.id) or payment, transition)

    async def record_authorized(self, payment: Payment, card: Card | None) -> Payment:
        """Record that the amount is reserved; it must be released when the payment is over."""

        def transition(current: Payment) -> PaymentChange | None:
            if current.status in OPEN:
                now = self._clock.now()
                return PaymentChange(current.with_status(PaymentStatus.AUTHORIZED, now, card=card))
            return self._release_due(current)

        return await self._apply(payment, transition)

    async def record_declined(self, payment: Payment, code: str | None) -> Payment:
        """Record that the card's bank declined."""

        def transition(current: Payment) -> PaymentChange | None:
            if current.status not in OPEN:
                return None
            now = self._clock.now()
            return PaymentChange(
                current.with_status(PaymentStatus.DECLINED, now, decline_code=code)
            )

        return await self._apply(payment, transition)

    async def record_voided(self, payment: Payment) -> Payment:
        """Record that the provider voided it. Raises IllegalTransition after a capture."""
        return await self._apply(payment, self._void)

    async def record_captured(self, payment: Payment) -> Payment:
        """Record the capture. Raises IllegalTransition when nothing was reserved."""

        def transition(current: Payment) -> PaymentChange | None:
            if current.status in SETTLED:
                return None
            now = self._clock.now()
            taken = current.with_status(PaymentStatus.CAPTURED, now)
            event = PaymentCaptured(
                payment_id=taken.id,
                reference=taken.reference,
                amount_minor=taken.amount.amount_minor,
                currency=taken.amount.currency,
            )
            return PaymentChange(taken, capture_entry(self._ids.new("led"), taken, now), [event])

        return await self._apply(payment, transition)

    async def record_refund(self, payment: Payment, refund_id: str) -> Payment:
        """Record that the provider paid a stored refund."""

        def transition(current: Payment) -> PaymentChange | None:
            refund = current.refund(refund_id)
            if refund is None or refund.done:
                return None
            now = self._clock.now()
            event = PaymentRefunded(
                payment_id=current.id,
                reference=current.reference,
                refund_id=refund.id,
                amount_minor=refund.amount.amount_minor,
                currency=refund.amount.currency,
            )
            entry = refund_entry(self._ids.new("led"), current, refund, now)
            return PaymentChange(current.with_refund_done(refund_id, now), entry, [event])

        return await self._apply(payment, transition)

    async def resolve_refusal(self, payment: Payment, refusal: ProviderRefused) -> Payment:
        """Follow the provider's books after it refused a call: they may be ahead of ours.

        Raises the refusal itself when the books have nothing new, and Unavailable when the provider
        does not answer.
        """
        try:
            settled = await self.settle(payment)
        except OutcomeUnknown:
            raise Unavailable("payment provider") from None
        if settled.version == payment.version:
            raise refusal
        return settled

    async def _follow(self, payment: Payment, charge: Charge) -> Payment:
        match charge.status:
            case PaymentStatus.AUTHORIZED:
                payment = await self.record_authorized(payment, charge.card)
            case PaymentStatus.DECLINED:
                payment = await self.record_declined(payment, charge.decline_code)
            case PaymentStatus.CAPTURED:
                if payment.status in OPEN:
                    payment = await self.record_authorized(payment, charge.card)
                payment = await self.record_captured(payment)
            case _:
                payment = await self.record_voided(payment)
        for refund_id in charge.refunds:
            payment = await self.record_refund(payment, refund_id)
        return payment

    async def _give_up(self, payment: Payment) -> Payment:
        """Void a payment that the provider does not know.

        The void is written first, on the version for which the provider was asked. A call that
        hears of the reservation later finds the payment void, and reports it so.
        """
        given_up = payment.given_up(self._clock.now())
        try:
            await self._store.save(PaymentChange(given_up))
        except VersionConflict:
            return await self._store.get(payment.id) or payment
        try:
            return await self._release(given_up)
        except (OutcomeUnknown, ProviderRefused) as error:
            # It is given up here already; the recovery worker continues.
            log.info("released_later", payment_id=payment.id, error=str(error))
            return given_up

    async def _release(self, payment: Payment) -> Payment:
        """Have the provider void what it reserved, or may yet reserve, for this payment."""
        await self._provider.void(payment)

        def transition(current: Payment) -> PaymentChange | None:
            return (
                PaymentChange(current.released(self._clock.now())) if current.to_release else None
            )

        return await self._apply(payment, transition)

    def _release_due(self, current: Payment) -> PaymentChange | None:
        if current.status not in OVER or current.to_release:
            return None
        return PaymentChange(current.with_release_due(self._clock.now()))

    def _void(self, current: Payment) -> PaymentChange | None:
        if current.status in OVER:
            return None
        return PaymentChange(current.with_status(PaymentStatus.VOIDED, self._clock.now()))

    async def _apply(self, payment: Payment, transition: Transition) -> Payment:
        """Apply the transition to the newest version, again after each version conflict."""
        for _ in range(_TRIES):
            change = transition(payment)
            if change is None:
                return payment
            try:
                await self._store.save(change)
                return change.payment
            except VersionConflict:
                current = await self._store.get(payment.id)
            if current is None:
                raise NotFound("payment", payment.id)
            payment = current
        raise Busy("payment")
