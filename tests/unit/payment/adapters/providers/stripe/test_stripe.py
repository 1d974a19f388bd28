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
from structlog.testing import capture_logs

from shared.money import Money
from subgraphs.payment.adapters.providers.stripe import StripeProvider
from subgraphs.payment.domain.charges import Charge
from subgraphs.payment.domain.payments import Card, PaymentStatus, Refund
from subgraphs.payment.errors import InvalidSignature, OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import Authorized, Declined, Voided
from tests.unit.payment.fakes import PAYMENT

# Stripe's library hands httpx its body under a name that httpx no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

PAYMENT_ID, INTENT_ID = PAYMENT.id, "pi_3MtwBwLkdIwHu7ix28a3tqPa"
KNOWN = replace(PAYMENT, charge_id=INTENT_ID)
REFUND = Refund("ref_1", Money(5_000, "MXN"), PAYMENT.created_at)
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


def _refund(id: str, amount: int, status: str = "succeeded", **metadata: str) -> dict[str, Any]:
    return {
        "id": id,
        "object": "refund",
        "amount": amount,
        "failure_reason": None,
        "metadata": metadata,
        "payment_intent": INTENT_ID,
        "status": status,
    }


def _unexpected_state() -> httpx.Response:
    return _error(
        400, type="invalid_request_error", code="payment_intent_unexpected_state", message="No."
    )


@pytest.fixture
async def api() -> AsyncGenerator[respx.MockRouter]:
    async with respx.mock(base_url="https://api.stripe.com", assert_all_called=False) as api:
        yield api


@pytest.fixture
async def provider() -> AsyncGenerator[StripeProvider]:
    http = stripe.HTTPXClient(timeout=1)
    client = stripe.StripeClient("sk_test", http_client=http, max_network_retries=0)
    yield StripeProvider(client, SECRET)
    await http.close_async()


def _sent(call: respx.models.Call) -> dict[str, list[str]]:
    return parse_qs(call.request.content.decode())


def _headers(route: respx.Route, name: str) -> list[str]:
    calls: list[respx.models.Call] = list(route.calls)
    return [call.request.headers[name] for call in calls]


async def test_authorise(api: respx.MockRouter, provider: StripeProvider) -> None:
    create = api.post(INTENTS).respond(json=_intent("requires_payment_method"))
    assert await provider.prepare(PAYMENT) == INTENT_ID
    assert create.calls.last.request.headers["authorization"] == "Bearer sk_test"
    sent = _sent(create.calls.last)
    assert (sent["amount"], sent["currency"], sent["capture_method"]) == (
        ["12050"],
        ["mxn"],
        ["manual"],
    )
    assert sent["metadata[payment_id]"] == [PAYMENT_ID]
    confirm = api.post(f"{INTENTS}/{INTENT_ID}/confirm").respond(json=_intent("requires_capture"))
    assert await provider.authorize(KNOWN, "pm_card_visa") == Authorized(Card("visa", "4242"))
    assert _sent(confirm.calls.last)["payment_method"] == ["pm_card_visa"]


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
        return_value=_error(status, type=kind, message="No.", **error)
    )
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("requires_payment_method"))
    assert await provider.authorize(KNOWN, "pm_card_visa") == Declined(code)


async def test_an_amount_that_is_refused_is_declined(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.post(INTENTS).mock(
        return_value=_error(
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
async def test_a_confirmation_that_is_repeated_or_too_late(
    api: respx.MockRouter,
    provider: StripeProvider,
    status: str,
    answer: Authorized | Declined,
) -> None:
    api.post(f"{INTENTS}/{INTENT_ID}/confirm").mock(return_value=_unexpected_state())
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent(status))
    assert await provider.authorize(KNOWN, "pm_card_visa") == answer


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(httpx.ReadTimeout("slow"), id="time-out"),
        pytest.param(httpx.ConnectError("away"), id="no connection"),
        pytest.param(_error(500, type="api_error", message="Ours."), id="500"),
        pytest.param(httpx.Response(502, text="<html>"), id="502 of a proxy's"),
        pytest.param(_error(429, type="invalid_request_error", code="rate_limit"), id="429"),
        pytest.param(
            _error(409, type="invalid_request_error", code="idempotency_key_in_use"), id="409"
        ),
        pytest.param(_error(401, type="invalid_request_error", message="Expired key."), id="401"),
        pytest.param(_error(403, type="invalid_request_error", message="Not allowed."), id="403"),
        pytest.param(_error(400, type="idempotency_error", message="Other arguments."), id="key"),
    ],
)
async def test_an_answer_that_does_not_say_is_unknown(
    api: respx.MockRouter, provider: StripeProvider, failure: httpx.Response | Exception
) -> None:
    api.post().mock(side_effect=[failure] * 5)
    retrieve = api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("requires_capture"))
    api.get("/v1/refunds").respond(json=_list())
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
async def test_a_key_that_stripe_refuses_is_told_to_people(
    api: respx.MockRouter, provider: StripeProvider, status: int
) -> None:
    api.get(f"{INTENTS}/{INTENT_ID}").mock(
        return_value=_error(status, type="invalid_request_error", message="Expired API key.")
    )
    with capture_logs() as logs, pytest.raises(OutcomeUnknown):
        await provider.find(KNOWN)
    assert [(each["log_level"], each["event"]) for each in logs] == [
        ("error", "provider_refuses_us")
    ]


async def test_capture_and_cancel_once(api: respx.MockRouter, provider: StripeProvider) -> None:
    capture = api.post(f"{INTENTS}/{INTENT_ID}/capture").respond(json=_intent("succeeded"))
    cancel = api.post(f"{INTENTS}/{INTENT_ID}/cancel").respond(json=_intent("canceled"))
    found = api.get(f"{INTENTS}/{INTENT_ID}")
    found.respond(json=_intent("requires_capture"))
    await provider.capture(KNOWN)
    await provider.void(KNOWN)
    found.respond(json=_intent("succeeded"))
    await provider.capture(KNOWN)
    found.respond(json=_intent("canceled"))
    await provider.void(KNOWN)
    assert (capture.call_count, cancel.call_count) == (1, 1)


async def test_a_fault_of_stripes_that_is_stored_does_not_come_again(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    # Stripe answers a key that it knows as it did the first time, for a day.
    stored: dict[str, httpx.Response] = {}

    def at_first_a_fault(request: httpx.Request) -> httpx.Response:
        key = request.headers["idempotency-key"]
        first = not stored
        good = httpx.Response(200, json=_intent("requires_capture"))
        return stored.setdefault(key, _error(500, type="api_error") if first else good)

    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("requires_capture"))
    for path, ask in (
        ("", lambda: provider.prepare(PAYMENT)),
        (f"/{INTENT_ID}/confirm", lambda: provider.authorize(KNOWN, "pm_card_visa")),
        (f"/{INTENT_ID}/capture", lambda: provider.capture(KNOWN)),
        (f"/{INTENT_ID}/cancel", lambda: provider.void(KNOWN)),
    ):
        stored.clear()
        api.post(f"{INTENTS}{path}").mock(side_effect=at_first_a_fault)
        with pytest.raises(OutcomeUnknown):
            await ask()
        await ask()


async def test_what_the_state_does_not_allow_is_refused(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("succeeded"))
    api.post(f"{INTENTS}/{INTENT_ID}/cancel").mock(return_value=_unexpected_state())
    with pytest.raises(ProviderRefused):
        await provider.void(KNOWN)


async def test_what_stripe_never_heard_of_is_not_asked_about(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    assert await provider.find(PAYMENT) is None
    await provider.void(PAYMENT)
    with pytest.raises(ProviderRefused):
        await provider.capture(PAYMENT)
    assert not api.calls


async def test_an_intent_that_stripe_does_not_have(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    missing = _error(404, type="invalid_request_error", code="resource_missing", message="No such")
    api.get(f"{INTENTS}/{INTENT_ID}").mock(return_value=missing)
    assert await provider.find(KNOWN) is None
    with pytest.raises(ProviderRefused):
        await provider.void(KNOWN)


async def test_refund_once(api: respx.MockRouter, provider: StripeProvider) -> None:
    known = api.get("/v1/refunds")
    known.respond(json=_list())
    refund = api.post("/v1/refunds").respond(json=_refund("re_1", 5_000, refund_id="ref_1"))
    await provider.refund(KNOWN, REFUND)
    sent = _sent(refund.calls.last)
    assert (sent["payment_intent"], sent["amount"]) == ([INTENT_ID], ["5000"])
    assert (sent["metadata[payment_id]"], sent["metadata[refund_id]"]) == ([PAYMENT_ID], ["ref_1"])
    known.respond(json=_list(_refund("re_1", 5_000, refund_id="ref_1")))
    await provider.refund(KNOWN, REFUND)
    assert refund.call_count == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(httpx.ReadTimeout("slow"), OutcomeUnknown, id="time-out"),
        pytest.param(_error(500, type="api_error"), OutcomeUnknown, id="500"),
        pytest.param(
            httpx.Response(
                500, json={"error": {"type": "api_error"}}, headers={"Idempotent-Replayed": "true"}
            ),
            ProviderRefused,
            id="500 told again",
        ),
        pytest.param(
            _error(400, type="invalid_request_error", code="balance_insufficient"),
            ProviderRefused,
            id="no money there",
        ),
        pytest.param(
            httpx.Response(200, json=_refund("re_1", 5_000, "failed", refund_id="ref_1")),
            ProviderRefused,
            id="failed at once",
        ),
    ],
)
async def test_only_what_is_certain_ends_an_attempt_to_refund(
    api: respx.MockRouter,
    provider: StripeProvider,
    answer: httpx.Response | Exception,
    error: type[Exception],
) -> None:
    api.get("/v1/refunds").respond(json=_list(_refund("re_0", 5_000, "failed", refund_id="ref_1")))
    refund = api.post("/v1/refunds").mock(side_effect=[answer, answer])
    for attempt in (1, 2):
        with pytest.raises(error):
            await provider.refund(KNOWN, replace(REFUND, attempt=attempt))
    assert _headers(refund, "idempotency-key") == ["ref_1:1", "ref_1:2"]


async def test_a_look_up_that_is_refused_does_not_end_an_attempt_to_refund(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.get("/v1/refunds").mock(return_value=_error(400, type="invalid_request_error"))
    with pytest.raises(OutcomeUnknown):
        await provider.refund(KNOWN, REFUND)


async def test_find_tells_what_became_of_it(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    found = api.get(f"{INTENTS}/{INTENT_ID}")
    api.get("/v1/refunds", params__contains={"starting_after": "re_3"}).respond(
        json=_list(_refund("re_4", 500, "pending", refund_id="ref_4"))
    )
    api.get("/v1/refunds").respond(
        json=_list(
            _refund("re_1", 5_000, refund_id="ref_1"),
            _refund("re_2", 1_000),
            _refund("re_3", 9_000, "failed", refund_id="ref_3"),
            has_more=True,
            url="/v1/refunds",
        )
    )

    async def charge(intent: dict[str, Any]) -> Charge | None:
        found.respond(json=intent)
        return await provider.find(KNOWN)

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
    voided = await charge(_intent("canceled"))
    assert voided is not None
    assert voided.status is PaymentStatus.VOIDED
    assert await charge(_intent("succeeded")) == Charge(
        PAYMENT_ID,
        PaymentStatus.CAPTURED,
        PAYMENT.amount,
        card,
        refunds={"ref_1": 5_000, "re_2": 1_000, "ref_4": 500},
    )


async def test_every_page_of_what_is_new_and_only_ours(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    foreign = _intent("requires_capture", id="pi_foreign", metadata={})
    unheard = _intent("canceled", id="pi_unheard")
    api.get(INTENTS, params__contains={"starting_after": "pi_foreign"}).respond(
        json=_list(_intent("canceled", latest_charge=LATEST_CHARGE), unheard)
    )
    since = datetime(2026, 1, 1, tzinfo=UTC)
    api.get(INTENTS, params__contains={"created[gte]": str(int(since.timestamp()))}).respond(
        json=_list(_intent("requires_capture"), foreign, has_more=True)
    )
    api.get("/v1/events").respond(json=_list(_changed(_intent("requires_capture"))))
    found = [charge.status async for charge in provider.charges(since)]
    assert found == [PaymentStatus.AUTHORIZED, PaymentStatus.VOIDED]


async def test_what_changed_of_older_intents_is_found_by_their_events(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    api.get(INTENTS).respond(json=_list())
    refund = _refund("re_1", 5_000, refund_id="ref_1")
    events = api.get("/v1/events").respond(
        json=_list(
            _changed(refund),
            _changed(_intent("canceled", id="pi_2")),
            _changed(_refund("re_3", 1) | {"payment_intent": None}),
            _changed(refund),
        )
    )
    api.get(f"{INTENTS}/{INTENT_ID}").respond(json=_intent("succeeded"))
    api.get(f"{INTENTS}/pi_2").respond(
        json=_intent("canceled", id="pi_2", latest_charge=LATEST_CHARGE)
    )
    api.get("/v1/refunds").respond(json=_list(refund))
    since = datetime(2026, 1, 1, tzinfo=UTC)
    found = [(charge.status, charge.refunds) async for charge in provider.charges(since)]
    assert found == [
        (PaymentStatus.CAPTURED, {"ref_1": 5_000}),
        (PaymentStatus.VOIDED, {}),
    ]
    asked = events.calls.last.request.url.params
    assert asked["created[gte]"] == str(int(since.timestamp()))
    assert "refund.failed" in asked.values()


def _changed(subject: dict[str, Any]) -> dict[str, Any]:
    return {"id": "evt_1", "object": "event", "type": "of some type", "data": {"object": subject}}


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


async def test_what_another_has_cancelled_meanwhile_is_void(
    api: respx.MockRouter, provider: StripeProvider
) -> None:
    retrieve = api.get(f"{INTENTS}/{INTENT_ID}")
    retrieve.mock(
        side_effect=[
            httpx.Response(200, json=_intent("requires_capture")),
            httpx.Response(200, json=_intent("canceled")),
        ]
    )
    api.post(f"{INTENTS}/{INTENT_ID}/cancel").mock(return_value=_unexpected_state())
    await provider.void(KNOWN)
    assert retrieve.call_count == 2
