"""A webhook names a payment when its signature is good and recent."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.errors import InvalidSignature
from tests.unit.payment.adapters.providers.stripe.answers import PAYMENT_ID, SECRET, intent_body


def _signed(body: bytes, secret: str = SECRET, age: timedelta = timedelta()) -> str:
    at = int((datetime.now(UTC) - age).timestamp())
    return stripe.WebhookSignature.generate_signature_header(  # pyright: ignore[reportUnknownMemberType] - its timestamp has no type
        body.decode(), secret, at
    )


def _event(subject: dict[str, Any]) -> bytes:
    event = {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}
    return json.dumps(event | {"data": {"object": subject}}).encode()


async def test_a_signed_webhook_names_its_payment(provider: StripeProvider) -> None:
    body = _event(intent_body("succeeded"))
    assert provider.webhook_subject(body, _signed(body)) == PAYMENT_ID
    foreign = _event({"id": "cus_1", "object": "customer"})
    assert provider.webhook_subject(foreign, _signed(foreign)) is None


async def test_a_webhook_without_a_recent_signature_is_refused(provider: StripeProvider) -> None:
    body = _event(intent_body("succeeded"))
    other = _event(intent_body("canceled"))
    for signature in (
        "",
        "nonsense",
        _signed(body, "whsec_other"),
        _signed(other),
        _signed(body, age=timedelta(minutes=6)),
    ):
        with pytest.raises(InvalidSignature):
            provider.webhook_subject(body, signature)
