"""Stripe's adapter against answers in the shapes that Stripe documents."""

import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
import respx
import stripe

from shared.money import Money
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Card, PaymentStatus
from subgraphs.payment.errors import InvalidSignature, OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import Authorized, Declined
from subgraphs.payment.providers.stripe import StripeProvider
from tests.unit.payment.fakes import PAYMENT, StoppedClock

# Stripe's library hands httpx its body under a name that httpx no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

PAYMENT_ID, INTENT_ID = PAYMENT.id, "pi_3MtwBwLkdIwHu7ix28a3tqPa"
SECRET = "whsec_test"
INTENTS = "/v1/payment_intents"
LATEST_CHARGE = {
    "id": "ch_3MtwBwLkdIwHu7ix28a3tqPa",
    "object": "charge",
    "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
}


def _intent(status: str, **changes: Any) -> dict[str, Any]:
    confirmed = status in ("requires_capture", "succeeded")
    return {
        "id": INTENT_ID,
        "object": "payment_intent",
        "amount": 12050,
        "capture_method": "manual",
        "currency": "mxn",
        "last_payment_error": None,
        "latest_charge": LATEST_CHARGE if confirmed else None,
        "metadata": {"payment_id": PAYMENT_ID},
        "status": status,
    } | changes


def _list(*data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"object": "list", "data": list(data), "has_more": False, "url": INTENTS} | changes


def _error(status: int, **error: Any) -> httpx.Response:
    return httpx.Response(status, json={"error": error})


@pytest.fixture
async def api() -> AsyncGenerator[respx.MockRouter]:
    async with respx.mock(base_url="https://api.stripe.com", assert_all_called=False) as api:
        api.post(INTENTS).respond(json=_intent("requires_payment_method"))
        yield api


@pytest.fixture
async def provider() -> AsyncGenerator[StripeProvider]:
    http = stripe.HTTPXClient(timeout=1)
    client = stripe.StripeClient("sk_test", http_client=http, max_network_retries=0)
    yield StripeProvider(client, SECRET, StoppedClock())
    await http.close_async()


def _sent(call: respx.models.Call) -> dict[str, list[str]]:
    return parse_qs(call.request.content.decode())


async def test_authorise(api: respx.MockRouter, provider: StripeProvider) -> None:
    confirm = api.post(f"{INTENTS}/{INTENT_ID}/confirm").respond(json=_intent("requires_capture"))
    assert await provider.authorize(PAYMENT, "pm_card_visa") == Authorized(Card("visa", "4242"))
    created = api.routes[0].calls.last
    assert created.request.headers["idempotency-key"] == f"{PAYMENT_ID}:create"
    assert created.request.headers["authorization"] == "Bearer sk_test"
    sent = _sent(created)
    assert (sent["amount"], sent["currency"], sent["capture_method"]) == (
        ["12050"],
        ["mxn"],
        ["manual"],
    )
    assert sent["metadata[payment_id]"] == [PAYMENT_ID]
    assert confirm.calls.last.request.headers["idempotency-key"] == f"{PAYMENT_ID}:confirm"
    assert _sent(confirm.calls.last)["payment_method"] == ["pm_card_visa"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({"code": "card_declined", "decline_code": "insufficient_funds"}, "insufficient_funds"),
        ({"code": "expired_card"}, "expired_card"),
        ({"code": "authentication_required"}, "authentication_required"),
    ],
)
async def test_a_declined_card(
    api: respx.MockRouter, provider: StripeProvider, error: dict[str, str], code: str
) -> None:
    api.post(f"{INTENTS}/{INTENT_ID}/confirm").mock(
        return_value=_error(402, type="card_error", message="No.", **error)
    )
    assert await provider.authorize(PAYMENT, "pm_card_visa") == Declined(code)


async def test_what_was_cancelled_before_it_came(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.post(f"{INTENTS}/{INTENT_ID}/confirm").mock(
        return_value=_error(
            400,
            type="invalid_request_error",
            code="payment_intent_unexpected_state",
            message="This PaymentIntent's status is canceled.",
        )
    )
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("canceled"))
    answer = await provider.authorize(PAYMENT, "pm_card_visa")
    assert answer == Declined("voided_before_it_came")


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(httpx.ReadTimeout("slow"), id="time-out"),
        pytest.param(httpx.ConnectError("away"), id="no connection"),
        pytest.param(_error(500, type="api_error", message="Ours."), id="500"),
        pytest.param(_error(429, type="invalid_request_error", code="rate_limit"), id="429"),
    ],
)
async def test_no_answer_is_unknown(
    api: respx.MockRouter, provider: StripeProvider, failure: httpx.Response | Exception
) -> None:
    for path in ("confirm", "capture", "cancel"):
        api.post(f"{INTENTS}/{INTENT_ID}/{path}").mock(side_effect=[failure])
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("requires_capture"))
    with pytest.raises(OutcomeUnknown):
        await provider.authorize(PAYMENT, "pm_card_visa")
    with pytest.raises(OutcomeUnknown):
        await provider.capture(PAYMENT)
    with pytest.raises(OutcomeUnknown):
        await provider.void(PAYMENT)


async def test_capture_and_cancel_once(api: respx.MockRouter, provider: StripeProvider) -> None:
    capture = api.post(f"{INTENTS}/{INTENT_ID}/capture").respond(json=_intent("succeeded"))
    cancel = api.post(f"{INTENTS}/{INTENT_ID}/cancel").respond(json=_intent("canceled"))
    found = api.get(f"{INTENTS}/{INTENT_ID}")
    found.respond(json=_intent("requires_capture"))
    await provider.capture(PAYMENT)
    await provider.void(PAYMENT)
    assert capture.calls.last.request.headers["idempotency-key"] == f"{PAYMENT_ID}:capture"
    found.respond(json=_intent("succeeded"))
    await provider.capture(PAYMENT)
    found.respond(json=_intent("canceled"))
    await provider.void(PAYMENT)
    assert (capture.call_count, cancel.call_count) == (1, 1)


async def test_what_the_state_does_not_allow_is_refused(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    refusal = _error(
        400, type="invalid_request_error", code="payment_intent_unexpected_state", message="No."
    )
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("succeeded"))
    api.post(f"{INTENTS}/{INTENT_ID}/cancel").mock(return_value=refusal)
    with pytest.raises(ProviderRefused):
        await provider.void(PAYMENT)


def _refund(id: str, amount: int, status: str = "succeeded", **metadata: str) -> dict[str, Any]:
    return {"id": id, "object": "refund", "amount": amount, "status": status, "metadata": metadata}


async def test_refund_once(api: respx.MockRouter, provider: StripeProvider) -> None:
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("succeeded"))
    known = api.get("/v1/refunds")
    known.respond(json=_list())
    refund = api.post("/v1/refunds").respond(json=_refund("re_1", 5_000, refund_id="ref_1"))
    await provider.refund(PAYMENT, "ref_1", Money(5_000, "MXN"))
    sent = _sent(refund.calls.last)
    assert (sent["payment_intent"], sent["amount"]) == ([INTENT_ID], ["5000"])
    assert refund.calls.last.request.headers["idempotency-key"] == "ref_1"
    known.respond(json=_list(_refund("re_1", 5_000, refund_id="ref_1")))
    await provider.refund(PAYMENT, "ref_1", Money(5_000, "MXN"))
    assert refund.call_count == 1


async def test_find_tells_what_became_of_it(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    found = api.get(f"{INTENTS}/{INTENT_ID}")
    api.get("/v1/refunds").respond(
        json=_list(
            _refund("re_1", 5_000, refund_id="ref_1"),
            _refund("re_2", 1_000),
            _refund("re_3", 9_000, "failed", refund_id="ref_3"),
        )
    )

    async def charge(intent: dict[str, Any]) -> Charge | None:
        found.respond(json=intent)
        return await provider.find(PAYMENT)

    assert await charge(_intent("requires_payment_method")) is None
    declined = {"code": "card_declined", "decline_code": "lost_card", "type": "card_error"}
    said_no = await charge(_intent("requires_payment_method", last_payment_error=declined))
    assert said_no == Charge(
        PAYMENT_ID, PaymentStatus.DECLINED, PAYMENT.amount, decline_code="lost_card"
    )
    card = Card("visa", "4242")
    assert await charge(_intent("requires_capture")) == Charge(
        PAYMENT_ID, PaymentStatus.AUTHORIZED, PAYMENT.amount, card
    )
    assert await charge(_intent("succeeded")) == Charge(
        PAYMENT_ID,
        PaymentStatus.CAPTURED,
        PAYMENT.amount,
        card,
        refunds={"ref_1": 5_000, "re_2": 1_000},
    )


async def test_an_old_payment_is_searched_for(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    old = replace(PAYMENT, created_at=PAYMENT.created_at - timedelta(days=2))
    search = api.get(f"{INTENTS}/search")
    search.respond(json={"object": "search_result", "data": [], "has_more": False})
    assert await provider.find(old) is None
    query = f"metadata['payment_id']:'{PAYMENT_ID}'"
    assert search.calls.last.request.url.params["query"] == query
    search.respond(json={"object": "search_result", "data": [_intent("canceled")]})
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("canceled"))
    found = await provider.find(old)
    assert found is not None
    assert found.status is PaymentStatus.VOIDED
    assert not api.routes[0].called


async def test_every_page_of_charges_and_only_ours(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    foreign = _intent("requires_capture", id="pi_foreign", metadata={})
    api.get(INTENTS, params__contains={"starting_after": "pi_foreign"}).respond(
        json=_list(_intent("canceled"))
    )
    api.get(INTENTS).respond(json=_list(_intent("requires_capture"), foreign, has_more=True))
    found = [charge.status async for charge in provider.charges(datetime(2026, 1, 1, tzinfo=UTC))]
    assert found == [PaymentStatus.AUTHORIZED, PaymentStatus.VOIDED]


def _signed(body: bytes, secret: str = SECRET, age: timedelta = timedelta()) -> str:
    at = int((datetime.now(UTC) - age).timestamp())
    return stripe.WebhookSignature.generate_signature_header(  # pyright: ignore[reportUnknownMemberType] - its timestamp has no type
        body.decode(), secret, at
    )


def _event(subject: dict[str, Any]) -> bytes:
    event = {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}
    return json.dumps(event | {"data": {"object": subject}}).encode()


async def test_a_signed_webhook_names_its_payment(provider: StripeProvider) -> None:
    body = _event(_intent("succeeded"))
    assert provider.webhook_subject(body, _signed(body)) == PAYMENT_ID
    foreign = _event({"id": "cus_1", "object": "customer"})
    assert provider.webhook_subject(foreign, _signed(foreign)) is None


async def test_what_stripe_did_not_sign_lately_is_refused(provider: StripeProvider) -> None:
    body = _event(_intent("succeeded"))
    other = _event(_intent("canceled"))
    for signature in (
        "",
        "nonsense",
        _signed(body, "whsec_other"),
        _signed(other),
        _signed(body, age=timedelta(minutes=6)),
    ):
        with pytest.raises(InvalidSignature):
            provider.webhook_subject(body, signature)
