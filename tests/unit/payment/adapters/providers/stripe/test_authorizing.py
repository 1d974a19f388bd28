"""Authorising: an intent is made, then confirmed; a refused card is a decline."""

import pytest
import respx

from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.domain.payments import Card
from subgraphs.payment.ports import Authorized, Declined, Voided
from tests.unit.payment.adapters.providers.stripe.answers import (
    INTENT_ID,
    INTENTS,
    KNOWN,
    OLD_BODY_NAME,
    PAYMENT_ID,
    error_answer,
    intent_body,
    sent_form,
    unexpected_state,
)
from tests.unit.payment.fakes import PAYMENT

pytestmark = OLD_BODY_NAME


async def test_an_intent_is_created_and_then_confirmed(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    create = api.post(INTENTS).respond(json=intent_body("requires_payment_method"))
    assert await provider.prepare(PAYMENT) == INTENT_ID
    assert create.calls.last.request.headers["authorization"] == "Bearer sk_test"
    sent = sent_form(create.calls.last)
    assert (sent["amount"], sent["currency"], sent["capture_method"]) == (
        ["12050"],
        ["mxn"],
        ["manual"],
    )
    assert sent["metadata[payment_id]"] == [PAYMENT_ID]
    confirm = api.post(f"{INTENTS}/{INTENT_ID}/confirm").respond(
        json=intent_body("requires_capture")
    )
    assert await provider.authorize(KNOWN, "pm_card_visa") == Authorized(Card("visa", "4242"))
    assert sent_form(confirm.calls.last)["payment_method"] == ["pm_card_visa"]


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (402, {"code": "card_declined", "decline_code": "lost_card"}, "lost_card"),
        (402, {"code": "expired_card"}, "expired_card"),
        (402, {"code": "authentication_required"}, "authentication_required"),
        (400, {"code": "resource_missing", "param": "payment_method"}, "resource_missing"),
        (404, {"code": "resource_missing", "param": "payment_method"}, "resource_missing"),
        (400, {}, "invalid_request"),
    ],
)
async def test_a_card_that_is_refused_is_declined(
    api: respx.MockRouter,
    provider: StripeProvider,
    status: int,
    error: dict[str, str],
    code: str,
) -> None:
    kind = "card_error" if status == 402 else "invalid_request_error"
    api.post(f"{INTENTS}/{INTENT_ID}/confirm").mock(
        return_value=error_answer(status, type=kind, message="No.", **error)
    )
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=intent_body("requires_payment_method"))
    assert await provider.authorize(KNOWN, "pm_card_visa") == Declined(code)


async def test_an_amount_that_is_refused_is_declined(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.post(INTENTS).mock(
        return_value=error_answer(
            400, type="invalid_request_error", code="amount_too_small", message="Too small."
        )
    )
    assert await provider.prepare(PAYMENT) == Declined("amount_too_small")


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("requires_capture", Authorized(Card("visa", "4242"))),
        ("canceled", Voided()),
    ],
)
async def test_a_refused_confirmation_answers_the_state_of_the_intent(
    api: respx.MockRouter,
    provider: StripeProvider,
    status: str,
    answer: Authorized | Declined,
) -> None:
    api.post(f"{INTENTS}/{INTENT_ID}/confirm").mock(return_value=unexpected_state())
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=intent_body(status))
    assert await provider.authorize(KNOWN, "pm_card_visa") == answer
