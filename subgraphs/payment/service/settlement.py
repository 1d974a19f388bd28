"""Steps of a payment, each taken once however many writers try: call, worker or webhook."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from shared.clock import Clock
from shared.errors import NotFound, Unavailable
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
from subgraphs.payment.ports import Change, Declined, PaymentProvider, PaymentStore

log = structlog.get_logger(__name__)

Step = Callable[[Payment], Change | None]
"""The next version of the payment it is given; None when there is nothing left to do."""

_TRIES = 10


class Settlement:
    """Moves payments forward, and brings them to what the provider says became of them."""

    def __init__(
        self,
        store: PaymentStore,
        provider: PaymentProvider,
        clock: Clock,
        ids: IdSource,
        *,
        give_up_after: timedelta,
    ) -> None:
        """A payment that the provider has not heard of for `give_up_after` is voided, here and
        then there, so that it cannot come any more."""
        self._store = store
        self._provider = provider
        self._clock = clock
        self._ids = ids
        self._give_up_after = give_up_after

    async def settle(self, payment: Payment) -> Payment:
        """The payment as the provider tells; released there, instead, when it is over.

        Raises OutcomeUnknown when the provider does not tell; ProviderRefused and IllegalTransition
        when its books and ours cannot be brought together.
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
            payment = await self.give_back(payment, refund)
        return payment

    async def prepared(self, payment: Payment) -> Payment:
        """The payment, ready to be authorised if it is still open: with the provider's id for it
        on record, where it needs one."""
        if payment.charge_id is not None:
            return payment
        answer = await self._provider.prepare(payment)
        if answer is None:
            return payment
        if isinstance(answer, Declined):
            return await self.declined(payment, answer.code)

        def step(current: Payment) -> Change | None:
            if current.status not in OPEN or current.charge_id is not None:
                return None
            return Change(current.called(answer, self._clock.now()))

        return await self._take(payment, step)

    async def asked_again(self, payment: Payment) -> Payment:
        """The payment, for which somebody asks anew: it has its time from now."""

        def step(current: Payment) -> Change | None:
            if current.status not in OPEN:
                return None
            return Change(current.asked_again(self._clock.now()))

        return await self._take(payment, step)

    async def void(self, payment: Payment) -> Payment:
        """Void the payment at the provider, then here; IllegalTransition when it was captured.

        For a caller who will not make use of it, whatever becomes of it meanwhile. The provider is
        asked about the charge that is on record, or about none. Should another be put on record
        meanwhile, it may be being authorised, and is voided as well.
        """
        while True:
            asked = payment.charge_id
            await self._provider.void(payment)

            def step(current: Payment, asked: str | None = asked) -> Change | None:
                return self._void(current) if current.charge_id == asked else None

            payment = await self._take(payment, step)
            if payment.charge_id == asked:
                return payment

    async def give_back(self, payment: Payment, refund: Refund) -> Payment:
        """Have the provider give back what was promised, unless that is done.

        A refusal ends the attempt and is raised: the next time it is asked for anew.
        """
        if refund.done:
            return payment
        try:
            await self._provider.refund(payment, refund)
        except ProviderRefused:

            def step(current: Payment) -> Change | None:
                if current.refund(refund.id) != refund:
                    return None
                return Change(current.refused(refund, self._clock.now()))

            await self._take(payment, step)
            raise
        return await self.gave_back(payment, refund.id)

    async def unknown(self, payment: Payment) -> Payment:
        """The provider did not answer: it may have reserved the amount, in vain if that is over."""

        def step(current: Payment) -> Change | None:
            now = self._clock.now()
            if current.status is PaymentStatus.PENDING:
                return Change(current.became(PaymentStatus.UNKNOWN, now))
            return self._in_vain(current)

        # As it is by now: while it was waited for, another call may have had an answer.
        return await self._take(await self._store.get(payment.id) or payment, step)

    async def authorized(self, payment: Payment, card: Card | None) -> Payment:
        """The amount is reserved; in vain when the payment is over, and then to be released."""

        def step(current: Payment) -> Change | None:
            if current.status in OPEN:
                now = self._clock.now()
                return Change(current.became(PaymentStatus.AUTHORIZED, now, card=card))
            return self._in_vain(current)

        return await self._take(payment, step)

    async def declined(self, payment: Payment, code: str | None) -> Payment:
        """The bank said no."""

        def step(current: Payment) -> Change | None:
            if current.status not in OPEN:
                return None
            now = self._clock.now()
            return Change(current.became(PaymentStatus.DECLINED, now, decline_code=code))

        return await self._take(payment, step)

    async def voided(self, payment: Payment) -> Payment:
        """The provider has voided it; IllegalTransition when its money has been taken."""
        return await self._take(payment, self._void)

    async def captured(self, payment: Payment) -> Payment:
        """The money has been taken; IllegalTransition when it was never reserved."""

        def step(current: Payment) -> Change | None:
            if current.status in SETTLED:
                return None
            now = self._clock.now()
            taken = current.became(PaymentStatus.CAPTURED, now)
            event = PaymentCaptured(
                payment_id=taken.id,
                reference=taken.reference,
                amount_minor=taken.amount.amount_minor,
                currency=taken.amount.currency,
            )
            return Change(taken, capture_entry(self._ids.new("led"), taken, now), event)

        return await self._take(payment, step)

    async def gave_back(self, payment: Payment, refund_id: str) -> Payment:
        """The provider has confirmed a refund that was promised."""

        def step(current: Payment) -> Change | None:
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
            return Change(current.gave_back(refund_id, now), entry, event)

        return await self._take(payment, step)

    async def refused(self, payment: Payment, refusal: ProviderRefused) -> Payment:
        """The payment after the provider refused a step: its books are ahead, and are followed.

        Raises the refusal itself when they tell nothing new, Unavailable when they do not answer.
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
                payment = await self.authorized(payment, charge.card)
            case PaymentStatus.DECLINED:
                payment = await self.declined(payment, charge.decline_code)
            case PaymentStatus.CAPTURED:
                if payment.status in OPEN:
                    payment = await self.authorized(payment, charge.card)
                payment = await self.captured(payment)
            case _:
                payment = await self.voided(payment)
        for refund_id in charge.refunds:
            payment = await self.gave_back(payment, refund_id)
        return payment

    async def _give_up(self, payment: Payment) -> Payment:
        """Void a payment of which the provider, when asked, had not heard.

        Written first, and only if nothing has changed since it was asked: whoever hears afterwards
        that the amount is reserved after all finds the payment void, and tells nobody otherwise.
        """
        given_up = payment.given_up(self._clock.now())
        if not await self._store.save(Change(given_up)):
            return await self._store.get(payment.id) or payment
        try:
            return await self._release(given_up)
        except (OutcomeUnknown, ProviderRefused) as error:
            # It is given up all the same; the recovery worker goes on.
            log.info("released_later", payment_id=payment.id, error=str(error))
            return given_up

    async def _release(self, payment: Payment) -> Payment:
        """Have the provider void what it holds, or may be about to, for a payment that is over."""
        await self._provider.void(payment)

        def step(current: Payment) -> Change | None:
            return Change(current.released(self._clock.now())) if current.to_release else None

        return await self._take(payment, step)

    def _in_vain(self, current: Payment) -> Change | None:
        if current.status not in OVER or current.to_release:
            return None
        return Change(current.reserved_in_vain(self._clock.now()))

    def _void(self, current: Payment) -> Change | None:
        if current.status in OVER:
            return None
        return Change(current.became(PaymentStatus.VOIDED, self._clock.now()))

    async def _take(self, payment: Payment, step: Step) -> Payment:
        """Take a step from wherever the payment is by now: another writer may be faster."""
        for _ in range(_TRIES):
            change = step(payment)
            if change is None:
                return payment
            if await self._store.save(change):
                return change.payment
            current = await self._store.get(payment.id)
            if current is None:
                raise NotFound("payment", payment.id)
            payment = current
        raise Unavailable("payment, which many are changing at once,")
