"""Which answers leave the outcome unknown."""

import httpx
import pytest
import respx
from structlog.testing import capture_logs

from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.errors import OutcomeUnknown
from tests.unit.payment.adapters.providers.stripe.answers import (
    INTENT_ID,
    INTENTS,
    KNOWN,
    OLD_BODY_NAME,
    REFUND,
    error_answer,
    intent_body,
    list_body,
)
from tests.unit.payment.fakes import PAYMENT

pytestmark = OLD_BODY_NAME


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(httpx.ReadTimeout("slow"), id="time-out"),
        pytest.param(httpx.ConnectError("refused"), id="no connection"),
        pytest.param(error_answer(500, type="api_error", message="Ours."), id="500"),
        pytest.param(httpx.Response(502, text="<html>"), id="502 of a proxy"),
        pytest.param(error_answer(429, type="invalid_request_error", code="rate_limit"), id="429"),
        pytest.param(
            error_answer(409, type="invalid_request_error", code="idempotency_key_in_use"), id="409"
        ),
        pytest.param(
            error_answer(401, type="invalid_request_error", message="Expired key."), id="401"
        ),
        pytest.param(
            error_answer(403, type="invalid_request_error", message="Not allowed."), id="403"
        ),
        pytest.param(
            error_answer(400, type="idempotency_error", message="Other arguments."), id="key"
        ),
    ],
)
async def test_an_unclear_answer_is_unknown(
    api: respx.MockRouter, provider: StripeProvider, failure: httpx.Response | Exception
) -> None:
    api.post().mock(side_effect=[failure] * 5)
    retrieve = api.get(f"{INTENTS}/{INTENT_ID}").respond(json=intent_body("requires_capture"))
    api.get("/v1/refunds").respond(json=list_body())
    for ask in (
        lambda: provider.prepare(PAYMENT),
        lambda: provider.authorize(KNOWN, "pm_card_visa"),
        lambda: provider.capture(KNOWN),
        lambda: provider.void(KNOWN),
        lambda: provider.refund(KNOWN, REFUND),
    ):
        with pytest.raises(OutcomeUnknown):
            await ask()
    retrieve.mock(side_effect=[failure])
    with pytest.raises(OutcomeUnknown):
        await provider.find(KNOWN)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_api_key_is_logged_as_an_error(
    api: respx.MockRouter, provider: StripeProvider, status: int
) -> None:
    api.get(f"{INTENTS}/{INTENT_ID}").mock(
        return_value=error_answer(status, type="invalid_request_error", message="Expired API key.")
    )
    with capture_logs() as logs, pytest.raises(OutcomeUnknown):
        await provider.find(KNOWN)
    assert [(each["log_level"], each["event"]) for each in logs] == [
        ("error", "provider_refuses_us")
    ]


async def test_a_fault_that_stripe_has_stored_is_not_replayed(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    # Stripe replays the first answer to an idempotency key for a day.
    stored: dict[str, httpx.Response] = {}

    def fault_first(request: httpx.Request) -> httpx.Response:
        key = request.headers["idempotency-key"]
        first = not stored
        good = httpx.Response(200, json=intent_body("requires_capture"))
        return stored.setdefault(key, error_answer(500, type="api_error") if first else good)

    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=intent_body("requires_capture"))
    for path, ask in (
        ("", lambda: provider.prepare(PAYMENT)),
        (f"/{INTENT_ID}/confirm", lambda: provider.authorize(KNOWN, "pm_card_visa")),
        (f"/{INTENT_ID}/capture", lambda: provider.capture(KNOWN)),
        (f"/{INTENT_ID}/cancel", lambda: provider.void(KNOWN)),
    ):
        stored.clear()
        api.post(f"{INTENTS}{path}").mock(side_effect=fault_first)
        with pytest.raises(OutcomeUnknown):
            await ask()
        await ask()
