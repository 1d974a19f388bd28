"""Stripe's adapter, over its official library: PaymentIntents with manual capture.

A payment is a PaymentIntent that is first created and then confirmed with the card. Both calls
carry idempotency keys made of the payment's id; the intent and the refunds carry the ids of this
house as metadata. An intent that was never confirmed is a payment that never came, and one that
was cancelled cannot come any more.
"""

from collections.abc import AsyncIterator, Awaitable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import stripe

from shared.clock import Clock
from shared.money import Money
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Card, Payment, PaymentStatus
from subgraphs.payment.errors import OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import Authorized, Declined
from subgraphs.payment.providers.signatures import verified

SIGNATURE_HEADER = "stripe-signature"

# Stripe keeps an idempotency key for at least a day.
_KEYS_KEPT = timedelta(hours=23)
_EXPAND = ["latest_charge"]
Answer = TypeVar("Answer")


class StripeProvider:
    """Adapter of the port PaymentProvider."""

    def __init__(self, client: stripe.StripeClient, webhook_secret: str, clock: Clock) -> None:
        """`client` carries the API key and the time limit of an answer."""
        self._intents = client.v1.payment_intents
        self._refunds = client.v1.refunds
        self._webhook_secret = webhook_secret
        self._clock = clock

    async def authorize(self, payment: Payment, token: str) -> Authorized | Declined:
        intent_id = await self._created(payment)
        try:
            intent = await _answer(
                self._intents.confirm_async(
                    intent_id,
                    # A card that wants its owner to act cannot be used where nobody is asked.
                    {"payment_method": token, "error_on_requires_action": True, "expand": _EXPAND},
                    {"idempotency_key": f"{payment.id}:confirm"},
                )
            )
        except stripe.CardError as declined:
            return Declined(_decline_code(declined))
        except ProviderRefused:
            intent = await self._retrieved(intent_id)
        if intent.status == "canceled":
            return Declined("voided_before_it_came")
        charge = await self._to_charge(intent)
        if charge is None or charge.card is None:
            raise OutcomeUnknown(f"the intent is {intent.status}")
        return Authorized(charge.card)

    async def capture(self, payment: Payment) -> None:
        intent = await self._known(payment)
        if intent.status != "succeeded":
            await _answer(
                self._intents.capture_async(
                    intent.id, {}, {"idempotency_key": f"{payment.id}:capture"}
                )
            )

    async def void(self, payment: Payment) -> None:
        intent_id = await self._find_id(payment) or await self._created(payment)
        intent = await self._retrieved(intent_id)
        if intent.status != "canceled":
            await _answer(
                self._intents.cancel_async(intent.id, {}, {"idempotency_key": f"{payment.id}:void"})
            )

    async def refund(self, payment: Payment, refund_id: str, amount: Money) -> None:
        intent = await self._known(payment)
        if refund_id in await self._refunds_of(intent.id):
            return
        await _answer(
            self._refunds.create_async(
                {
                    "payment_intent": intent.id,
                    "amount": amount.amount_minor,
                    "metadata": {"payment_id": payment.id, "refund_id": refund_id},
                },
                {"idempotency_key": refund_id},
            )
        )

    async def find(self, payment: Payment) -> Charge | None:
        intent_id = await self._find_id(payment)
        return await self._to_charge(await self._retrieved(intent_id)) if intent_id else None

    async def charges(self, since: datetime) -> AsyncIterator[Charge]:
        page = await _answer(
            self._intents.list_async(
                {
                    "created": {"gte": int(since.timestamp())},
                    "limit": 100,
                    "expand": [f"data.{each}" for each in _EXPAND],
                }
            )
        )
        while True:
            for intent in page.data:
                charge = await self._to_charge(intent)
                if charge is not None:
                    yield charge
            if not page.has_more:
                return
            page = await _answer(page.next_page_async())

    def webhook_subject(self, body: bytes, signature: str) -> str | None:
        event = verified(body, signature, self._webhook_secret)
        metadata: dict[str, str] = event["data"]["object"].get("metadata") or {}
        return metadata.get("payment_id")

    async def _created(self, payment: Payment) -> str:
        """The id of the payment's intent, which the first such call creates."""
        intent = await _answer(
            self._intents.create_async(
                {
                    "amount": payment.amount.amount_minor,
                    "currency": payment.amount.currency.lower(),
                    "capture_method": "manual",
                    "allowed_payment_method_types": ["card"],
                    "metadata": {"payment_id": payment.id},
                },
                {"idempotency_key": f"{payment.id}:create"},
            )
        )
        return intent.id

    async def _find_id(self, payment: Payment) -> str | None:
        """The id of the payment's intent.

        While Stripe keeps the idempotency key, creating it again finds it at once; the search,
        which lags behind by a minute or so, knows it for certain by the time the key is gone.
        """
        if self._clock.now() - payment.created_at < _KEYS_KEPT:
            return await self._created(payment)
        query = f"metadata['payment_id']:'{payment.id}'"
        found = await _answer(self._intents.search_async({"query": query}))
        return found.data[0].id if found.data else None

    async def _known(self, payment: Payment) -> stripe.PaymentIntent:
        intent_id = await self._find_id(payment)
        if intent_id is None:
            raise ProviderRefused("Stripe has no such payment")
        return await self._retrieved(intent_id)

    async def _retrieved(self, intent_id: str) -> stripe.PaymentIntent:
        return await _answer(self._intents.retrieve_async(intent_id, {"expand": _EXPAND}))

    async def _refunds_of(self, intent_id: str) -> dict[str, int]:
        """What was given back, minor units by our refund id, or Stripe's where it is not ours."""
        page = await _answer(self._refunds.list_async({"payment_intent": intent_id, "limit": 100}))
        refunds: dict[str, int] = {}
        for refund in page.data:
            if refund.status not in ("failed", "canceled"):
                refunds[_told(refund.metadata, "refund_id") or refund.id] = refund.amount
        return refunds

    async def _to_charge(self, intent: stripe.PaymentIntent) -> Charge | None:
        """The intent in this house's words; None for one not confirmed, or not of this house."""
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
    """Stripe's answer, with its errors in the port's words; CardError stays what it is."""
    try:
        return await call
    except stripe.CardError:
        raise
    except (stripe.InvalidRequestError, stripe.IdempotencyError) as error:
        raise ProviderRefused(str(error)) from error
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise OutcomeUnknown(repr(error)) from error


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
