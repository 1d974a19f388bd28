"""Stripe's objects and answers, in the shapes that Stripe documents."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
import respx

from shared.money import Money
from subgraphs.payment.domain.payments import Refund
from tests.unit.payment.fakes import PAYMENT

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
OLD_BODY_NAME = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
"""Stripe's library gives httpx the body under a deprecated name."""


def intent_body(status: str, **changes: Any) -> dict[str, Any]:
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


def list_body(*data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"object": "list", "data": list(data), "has_more": False, "url": INTENTS} | changes


def error_answer(status: int, **error: Any) -> httpx.Response:
    return httpx.Response(status, json={"error": error})


def refund_body(id: str, amount: int, status: str = "succeeded", **metadata: str) -> dict[str, Any]:
    return {
        "id": id,
        "object": "refund",
        "amount": amount,
        "failure_reason": None,
        "metadata": metadata,
        "payment_intent": INTENT_ID,
        "status": status,
    }


def unexpected_state() -> httpx.Response:
    return error_answer(
        400, type="invalid_request_error", code="payment_intent_unexpected_state", message="No."
    )


def sent_form(call: respx.models.Call) -> dict[str, list[str]]:
    return parse_qs(call.request.content.decode())


def idempotency_keys(route: respx.Route) -> list[str]:
    calls: list[respx.models.Call] = list(route.calls)
    return [call.request.headers["idempotency-key"] for call in calls]
