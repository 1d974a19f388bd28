"""Captures and voids have their effect once, and only in a state that allows them."""

import httpx
import pytest
import respx

from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.errors import ProviderRefused
from tests.unit.payment.adapters.providers.stripe.answers import (
    INTENT_ID,
    INTENTS,
    KNOWN,
    OLD_BODY_NAME,
    error_answer,
    intent_body,
    unexpected_state,
)
from tests.unit.payment.fakes import PAYMENT

pytestmark = OLD_BODY_NAME


async def test_a_repeated_capture_or_void_makes_one_change(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    capture = api.post(f"{INTENTS}/{INTENT_ID}/capture").respond(json=intent_body("succeeded"))
    cancel = api.post(f"{INTENTS}/{INTENT_ID}/cancel").respond(json=intent_body("canceled"))
    found = api.get(f"{INTENTS}/{INTENT_ID}")
    found.respond(json=intent_body("requires_capture"))
    await provider.capture(KNOWN)
    await provider.void(KNOWN)
    found.respond(json=intent_body("succeeded"))
    await provider.capture(KNOWN)
    found.respond(json=intent_body("canceled"))
    await provider.void(KNOWN)
    assert (capture.call_count, cancel.call_count) == (1, 1)


async def test_a_void_after_a_capture_is_refused(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=intent_body("succeeded"))
    api.post(f"{INTENTS}/{INTENT_ID}/cancel").mock(return_value=unexpected_state())
    with pytest.raises(ProviderRefused):
        await provider.void(KNOWN)


async def test_a_payment_without_an_intent_makes_no_call(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    assert await provider.find(PAYMENT) is None
    await provider.void(PAYMENT)
    with pytest.raises(ProviderRefused):
        await provider.capture(PAYMENT)
    assert not api.calls


async def test_an_intent_that_stripe_does_not_have_is_not_found(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    missing = error_answer(
        404, type="invalid_request_error", code="resource_missing", message="No such"
    )
    api.get(f"{INTENTS}/{INTENT_ID}").mock(return_value=missing)
    assert await provider.find(KNOWN) is None
    with pytest.raises(ProviderRefused):
        await provider.void(KNOWN)


async def test_a_void_succeeds_when_another_call_was_faster(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    retrieve = api.get(f"{INTENTS}/{INTENT_ID}")
    retrieve.mock(
        side_effect=[
            httpx.Response(200, json=intent_body("requires_capture")),
            httpx.Response(200, json=intent_body("canceled")),
        ]
    )
    api.post(f"{INTENTS}/{INTENT_ID}/cancel").mock(return_value=unexpected_state())
    await provider.void(KNOWN)
    assert retrieve.call_count == 2
