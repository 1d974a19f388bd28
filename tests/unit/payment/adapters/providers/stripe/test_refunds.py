"""Refunds are made once; only a certain answer ends an attempt."""

from dataclasses import replace

import httpx
import pytest
import respx

from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.errors import OutcomeUnknown, ProviderRefused
from tests.unit.payment.adapters.providers.stripe.answers import (
    INTENT_ID,
    KNOWN,
    OLD_BODY_NAME,
    PAYMENT_ID,
    REFUND,
    error_answer,
    idempotency_keys,
    list_body,
    refund_body,
    sent_form,
)

pytestmark = OLD_BODY_NAME


async def test_a_repeated_refund_is_made_once(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    known = api.get("/v1/refunds")
    known.respond(json=list_body())
    refund = api.post("/v1/refunds").respond(json=refund_body("re_1", 5_000, refund_id="ref_1"))
    await provider.refund(KNOWN, REFUND)
    sent = sent_form(refund.calls.last)
    assert (sent["payment_intent"], sent["amount"]) == ([INTENT_ID], ["5000"])
    assert (sent["metadata[payment_id]"], sent["metadata[refund_id]"]) == ([PAYMENT_ID], ["ref_1"])
    known.respond(json=list_body(refund_body("re_1", 5_000, refund_id="ref_1")))
    await provider.refund(KNOWN, REFUND)
    assert refund.call_count == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(httpx.ReadTimeout("slow"), OutcomeUnknown, id="time-out"),
        pytest.param(error_answer(500, type="api_error"), OutcomeUnknown, id="500"),
        pytest.param(
            httpx.Response(
                500, json={"error": {"type": "api_error"}}, headers={"Idempotent-Replayed": "true"}
            ),
            ProviderRefused,
            id="500 replayed",
        ),
        pytest.param(
            error_answer(400, type="invalid_request_error", code="balance_insufficient"),
            ProviderRefused,
            id="insufficient balance",
        ),
        pytest.param(
            httpx.Response(200, json=refund_body("re_1", 5_000, "failed", refund_id="ref_1")),
            ProviderRefused,
            id="failed at once",
        ),
    ],
)
async def test_only_a_certain_answer_ends_a_refund_attempt(
    api: respx.MockRouter,
    provider: StripeProvider,
    answer: httpx.Response | Exception,
    error: type[Exception],
) -> None:
    api.get("/v1/refunds").respond(
        json=list_body(refund_body("re_0", 5_000, "failed", refund_id="ref_1"))
    )
    refund = api.post("/v1/refunds").mock(side_effect=[answer, answer])
    for attempt in (1, 2):
        with pytest.raises(error):
            await provider.refund(KNOWN, replace(REFUND, attempt=attempt))
    assert idempotency_keys(refund) == ["ref_1:1", "ref_1:2"]


async def test_a_refused_look_up_does_not_end_a_refund_attempt(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.get("/v1/refunds").mock(return_value=error_answer(400, type="invalid_request_error"))
    with pytest.raises(OutcomeUnknown):
        await provider.refund(KNOWN, REFUND)
