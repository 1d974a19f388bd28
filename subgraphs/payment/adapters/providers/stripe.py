"""Stripe's adapter, over its official library: PaymentIntents with manual capture.

A payment is one intent: it is created, its id is stored here, and then it is confirmed with the
card. Intents and refunds carry our ids as metadata.

Every call is idempotent. Stripe replays the first answer to an idempotency key for a day or more,
errors and its own faults included, so a key may only be repeated where a replay is harmless:

- Creating an intent moves no money, and only a stored intent is confirmed. When the answer is lost,
  the next call creates another intent; nobody confirms the first.
- Confirming, capturing and cancelling change the intent's state, and the state allows each of them
  once. Stripe refuses a repetition; the state then says what happened. No key is needed.
- Nothing in an intent's state refuses a second refund. The adapter therefore looks for the refund
  first, then creates it under the key `<refund id>:<attempt>`. The attempt rises only when Stripe
  has ended it without a refund: with a 4xx, or with a replayed fault (500). After a time-out, a
  conflict or a first 500 the call may still be running; the same key makes both calls one.
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
_REFUNDED_NOTHING = ("failed", "canceled")
_CHANGE_EVENTS = [
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
        """`client` has the API key."""
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
                    _intent_id(payment),
                    # The card's owner is not present to confirm, for example with 3-D Secure.
                    {"payment_method": token, "error_on_requires_action": True, "expand": _EXPAND},
                )
            )
        except ProviderRefused as refusal:
            # This call reserved nothing; the state says whether an earlier one did.
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
            # Another call may have cancelled it in the meantime.
            if (await self._retrieved(payment)).status != "canceled":
                raise

    async def refund(self, payment: Payment, refund: Refund) -> None:
        intent_id = _intent_id(payment)
        try:
            if refund.id in await self._refunds_of(intent_id):
                return
        except ProviderRefused as refusal:
            # Stripe refused the look-up, which says nothing about the refund.
            raise OutcomeUnknown(str(refusal)) from refusal
        created = await _answer(
            self._refunds.create_async(
                {
                    "payment_intent": intent_id,
                    "amount": refund.amount.amount_minor,
                    "metadata": {"payment_id": payment.id, "refund_id": refund.id},
                },
                {"idempotency_key": f"{refund.id}:{refund.attempt}"},
            )
        )
        if created.status in _REFUNDED_NOTHING:
            raise ProviderRefused(
                f"the refund is {created.status}", created.failure_reason or "refused"
            )

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
        """Yield intents created since then, then older ones that Stripe's events name.

        Stripe keeps events for 30 days.
        """
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
            {"created": {"gte": begin}, "limit": 100, "types": _CHANGE_EVENTS}
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
        return await _answer(self._intents.retrieve_async(_intent_id(payment), {"expand": _EXPAND}))

    async def _refunds_of(self, intent_id: str) -> dict[str, int]:
        """Return the refunded minor units by our refund id, or Stripe's if there is none."""
        refunds: dict[str, int] = {}
        listed = self._refunds.list_async({"payment_intent": intent_id, "limit": 100})
        async for refund in _each(listed):
            if refund.status not in _REFUNDED_NOTHING:
                refunds[_our_id(refund.metadata, "refund_id") or refund.id] = refund.amount
        return refunds

    async def _to_charge(self, intent: stripe.PaymentIntent) -> Charge | None:
        """Return the intent as a charge; None while it is open, or when it is not ours."""
        payment_id = _our_id(intent.metadata, "payment_id")
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
    """Return Stripe's answer. Raises the port's errors in place of Stripe's."""
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
        # A retry does not help: the API key is not valid, or may not make this call.
        log.error("provider_refuses_us", error=repr(error))
        raise OutcomeUnknown(repr(error)) from error


async def _each(call: "Awaitable[stripe.ListObject[Any]]") -> AsyncIterator[Any]:
    """Yield the items of a list of Stripe's, page by page."""
    page = await _answer(call)
    while True:
        for each in page.data:
            yield each
        if not page.has_more:
            return
        page = await _answer(page.next_page_async())


def _intent_id(payment: Payment) -> str:
    """Return the id of the payment's intent. Raises ProviderRefused if it has none."""
    if payment.charge_id is None:
        raise ProviderRefused("Stripe does not know this payment", "resource_missing")
    return payment.charge_id


def _was_confirmed(intent: stripe.PaymentIntent) -> bool:
    """Tell whether a card was used; an intent whose creation had a lost answer has none."""
    return intent.latest_charge is not None or intent.last_payment_error is not None


def _our_id(metadata: stripe.StripeObject | dict[str, str] | None, name: str) -> str | None:
    """Return one of our ids from the metadata, if it is there."""
    return metadata[name] if metadata and name in metadata else None


def _card(intent: stripe.PaymentIntent) -> Card | None:
    charge: Any = intent.latest_charge
    details = getattr(charge, "payment_method_details", None)
    card = getattr(details, "card", None)
    return Card(card.brand, card.last4) if card else None


def _decline_code(error: stripe.CardError) -> str:
    details: Any = error.error
    return (details and details.decline_code) or error.code or "card_declined"
