"""Stripe's adapter, over its official library: PaymentIntents with manual capture.

A payment is an intent that is created, put on record here by its id, and then confirmed with the
card; refunds carry the ids of this house as metadata. Whatever is repeated has its effect once,
and no stored answer stands in the way: Stripe answers a request whose idempotency key it knows
with the first answer, errors and its own faults included, for a day or more.

- Creating an intent moves no money, and only one that is on record is ever confirmed. Where the
  answer is lost, another is created: the first stays unconfirmed for good, since nobody knows it.
- Confirming, capturing and cancelling change the intent's state, which allows each of them once;
  a repetition is refused, and the state tells the rest. They need no key of ours.
- A refund has no state that would refuse a second one, so it is looked for first and then asked
  for under a key made of its id and its attempt. The attempt rises only when Stripe has ended it:
  with a 4xx, or with a fault of its own (500) told again as the stored answer of a call that is
  over and left no refund. After a time-out, a conflict or a fault told for the first time, the
  call may still be running, and the same key is what makes it one.
"""

from collections.abc import AsyncIterator, Awaitable
from datetime import datetime
from typing import Any, TypeVar

import stripe
import structlog

from shared.money import Money
from subgraphs.payment.adapters.providers.signatures import verified
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Card, Payment, PaymentStatus, Refund
from subgraphs.payment.errors import OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import Authorized, Declined, Voided

log = structlog.get_logger(__name__)

SIGNATURE_HEADER = "stripe-signature"

_EXPAND = ["latest_charge"]
_GAVE_NOTHING = ("failed", "canceled")
_CHANGES = [
    "payment_intent.amount_capturable_updated",
    "payment_intent.canceled",
    "payment_intent.payment_failed",
    "payment_intent.succeeded",
    "refund.created",
    "refund.failed",
    "refund.updated",
]
Answer = TypeVar("Answer")


class StripeProvider:
    """Adapter of the port PaymentProvider."""

    def __init__(self, client: stripe.StripeClient, webhook_secret: str) -> None:
        """`client` carries the API key."""
        self._intents = client.v1.payment_intents
        self._refunds = client.v1.refunds
        self._events = client.v1.events
        self._webhook_secret = webhook_secret

    async def prepare(self, payment: Payment) -> str | Declined:
        try:
            intent = await _answer(
                self._intents.create_async(
                    {
                        "amount": payment.amount.amount_minor,
                        "currency": payment.amount.currency.lower(),
                        "capture_method": "manual",
                        "allowed_payment_method_types": ["card"],
                        "metadata": {"payment_id": payment.id},
                    }
                )
            )
        except ProviderRefused as refusal:
            return Declined(refusal.code)
        return intent.id

    async def authorize(self, payment: Payment, token: str) -> Authorized | Declined | Voided:
        try:
            intent = await _answer(
                self._intents.confirm_async(
                    _known(payment),
                    # A card that wants its owner to act cannot be used where nobody is asked.
                    {"payment_method": token, "error_on_requires_action": True, "expand": _EXPAND},
                )
            )
        except ProviderRefused as refusal:
            # This call has reserved nothing. Whether an earlier one did, the intent's state tells.
            intent = await self._retrieved(payment)
            if intent.status == "requires_payment_method":
                return Declined(refusal.code)
        if intent.status == "canceled":
            return Voided()
        charge = await self._to_charge(intent)
        if charge is None or charge.card is None:
            raise OutcomeUnknown(f"the intent is {intent.status}")
        return Authorized(charge.card)

    async def capture(self, payment: Payment) -> None:
        intent = await self._retrieved(payment)
        if intent.status != "succeeded":
            await _answer(self._intents.capture_async(intent.id))

    async def void(self, payment: Payment) -> None:
        if payment.charge_id is None:
            return
        intent = await self._retrieved(payment)
        if intent.status == "canceled":
            return
        try:
            await _answer(self._intents.cancel_async(intent.id))
        except ProviderRefused:
            # Perhaps because another has cancelled it since.
            if (await self._retrieved(payment)).status != "canceled":
                raise

    async def refund(self, payment: Payment, refund: Refund) -> None:
        intent_id = _known(payment)
        try:
            if refund.id in await self._refunds_of(intent_id):
                return
        except ProviderRefused as refusal:
            # The look-up was refused, which says nothing of the refund.
            raise OutcomeUnknown(str(refusal)) from refusal
        given = await _answer(
            self._refunds.create_async(
                {
                    "payment_intent": intent_id,
                    "amount": refund.amount.amount_minor,
                    "metadata": {"payment_id": payment.id, "refund_id": refund.id},
                },
                {"idempotency_key": f"{refund.id}:{refund.attempt}"},
            )
        )
        if given.status in _GAVE_NOTHING:
            raise ProviderRefused(f"the refund {given.status}", given.failure_reason or "refused")

    async def find(self, payment: Payment) -> Charge | None:
        if payment.charge_id is None:
            return None
        try:
            return await self._to_charge(await self._retrieved(payment))
        except ProviderRefused as refusal:
            if refusal.code == "resource_missing":
                return None
            raise

    async def charges(self, since: datetime) -> AsyncIterator[Charge]:
        """Intents that were created since, then older ones that Stripe's events name; it keeps
        events for 30 days."""
        begin = int(since.timestamp())
        seen = set[str]()
        intents = self._intents.list_async(
            {
                "created": {"gte": begin},
                "limit": 100,
                "expand": [f"data.{each}" for each in _EXPAND],
            }
        )
        async for intent in _each(intents):
            seen.add(intent.id)
            if (charge := await self._to_charge(intent)) and _was_confirmed(intent):
                yield charge
        events = self._events.list_async(
            {"created": {"gte": begin}, "limit": 100, "types": _CHANGES}
        )
        async for event in _each(events):
            subject: Any = event.data.object
            is_intent = subject["object"] == "payment_intent"
            intent_id = subject["id"] if is_intent else subject["payment_intent"]
            if intent_id is None or intent_id in seen:
                continue
            seen.add(intent_id)
            intent = await _answer(self._intents.retrieve_async(intent_id, {"expand": _EXPAND}))
            if (charge := await self._to_charge(intent)) and _was_confirmed(intent):
                yield charge

    def webhook_subject(self, body: bytes, signature: str) -> str | None:
        event = verified(body, signature, self._webhook_secret)
        metadata: dict[str, str] = event["data"]["object"].get("metadata") or {}
        return metadata.get("payment_id")

    async def _retrieved(self, payment: Payment) -> stripe.PaymentIntent:
        return await _answer(self._intents.retrieve_async(_known(payment), {"expand": _EXPAND}))

    async def _refunds_of(self, intent_id: str) -> dict[str, int]:
        """What was given back, minor units by our refund id, or Stripe's where it is not ours."""
        refunds: dict[str, int] = {}
        listed = self._refunds.list_async({"payment_intent": intent_id, "limit": 100})
        async for refund in _each(listed):
            if refund.status not in _GAVE_NOTHING:
                refunds[_told(refund.metadata, "refund_id") or refund.id] = refund.amount
        return refunds

    async def _to_charge(self, intent: stripe.PaymentIntent) -> Charge | None:
        """The intent in this house's words; None for one that is open, or not of this house."""
        payment_id = _told(intent.metadata, "payment_id")
        if payment_id is None:
            return None
        status, refunds = None, dict[str, int]()
        match intent.status:
            case "requires_capture":
                status = PaymentStatus.AUTHORIZED
            case "succeeded":
                status = PaymentStatus.CAPTURED
                refunds = await self._refunds_of(intent.id)
            case "canceled":
                status = PaymentStatus.VOIDED
            case "requires_payment_method" if intent.last_payment_error:
                status = PaymentStatus.DECLINED
            case _:
                return None
        failed = intent.last_payment_error
        return Charge(
            payment_id=payment_id,
            status=status,
            amount=Money(intent.amount, intent.currency.upper()),
            card=_card(intent),
            decline_code=(failed.decline_code or failed.code) if failed else None,
            refunds=refunds,
        )


async def _answer(call: Awaitable[Answer]) -> Answer:
    """Stripe's answer, with its errors in the port's words."""
    try:
        return await call
    except stripe.CardError as error:
        raise ProviderRefused(str(error), _decline_code(error)) from error
    except stripe.InvalidRequestError as error:
        log.warning("provider_refused", error=repr(error))
        raise ProviderRefused(str(error), error.code or "invalid_request") from error
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        if (error.headers or {}).get("idempotent-replayed") == "true":
            raise ProviderRefused(repr(error), "provider_fault") from error
        raise OutcomeUnknown(repr(error)) from error
    except stripe.StripeError as error:
        # Not weather: a key that is not good or may not do this, which people must put right.
        log.error("provider_refuses_us", error=repr(error))
        raise OutcomeUnknown(repr(error)) from error


async def _each(call: "Awaitable[stripe.ListObject[Any]]") -> AsyncIterator[Any]:
    """What a list of Stripe's holds, page by page."""
    page = await _answer(call)
    while True:
        for each in page.data:
            yield each
        if not page.has_more:
            return
        page = await _answer(page.next_page_async())


def _known(payment: Payment) -> str:
    """The id of the payment's intent."""
    if payment.charge_id is None:
        raise ProviderRefused("Stripe has not heard of this payment", "resource_missing")
    return payment.charge_id


def _was_confirmed(intent: stripe.PaymentIntent) -> bool:
    """Whether a card was ever asked; where not, it may be one whose creation went unheard."""
    return intent.latest_charge is not None or intent.last_payment_error is not None


def _told(metadata: stripe.StripeObject | dict[str, str] | None, name: str) -> str | None:
    """One of our ids in what Stripe keeps for us."""
    return metadata[name] if metadata and name in metadata else None


def _card(intent: stripe.PaymentIntent) -> Card | None:
    charge: Any = intent.latest_charge
    details = getattr(charge, "payment_method_details", None)
    card = getattr(details, "card", None)
    return Card(card.brand, card.last4) if card else None


def _decline_code(error: stripe.CardError) -> str:
    told: Any = error.error
    return (told and told.decline_code) or error.code or "card_declined"
