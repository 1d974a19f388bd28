"""Payment with Stripe as its provider, against a small imitation of Stripe."""

import json
import time
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import stripe
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dev.stack import Stack
from tests.stack.payment.conftest import Payments, reconcile
from tests.supergraph.serving import serving
from tests.waiting import until

CARD = {"card": {"brand": "visa", "last4": "4242"}}


@dataclass
class Stripe:
    """PaymentIntents in memory, for calls with the right key, until the key is `revoked`."""

    key: str = field(repr=False)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    revoked: bool = False
    refused: int = 0
    """How many calls had a wrong or revoked key."""
    revoke_after_next: bool = False

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/payment_intents", self.create, methods=["POST"]),
                Route("/v1/payment_intents", self.listed),
                Route("/v1/payment_intents/{id}", self.move),
                Route("/v1/payment_intents/{id}/{verb}", self.move, methods=["POST"]),
                Route("/v1/{nothing}", self.nothing),
            ]
        )

    async def create(self, request: Request) -> JSONResponse:
        sent = dict(parse_qsl((await request.body()).decode()))
        id = f"pi_{len(self.intents) + 1}"
        self.intents[id] = {
            "id": id,
            "object": "payment_intent",
            "amount": int(sent["amount"]),
            "currency": sent["currency"],
            "last_payment_error": None,
            "latest_charge": None,
            "metadata": {"payment_id": sent["metadata[payment_id]"]},
            "status": "requires_payment_method",
        }
        return self._answer(request, self.intents[id])

    async def move(self, request: Request) -> JSONResponse:
        intent = self.intents[request.path_params["id"]]
        if not self.revoked:
            match request.path_params.get("verb"):
                case "confirm":
                    charge = {"object": "charge", "payment_method_details": CARD}
                    intent |= {"status": "requires_capture", "latest_charge": charge}
                case "capture":
                    intent["status"] = "succeeded"
                case _:
                    pass
        return self._answer(request, intent)

    async def listed(self, request: Request) -> JSONResponse:
        return self._answer(request, _list(*self.intents.values()))

    async def nothing(self, request: Request) -> JSONResponse:
        return self._answer(request, _list())

    def _answer(self, request: Request, content: dict[str, Any]) -> JSONResponse:
        if self.revoked or request.headers["authorization"] != f"Bearer {self.key}":
            self.refused += 1
            error = {"type": "invalid_request_error", "message": "Invalid API Key provided."}
            return JSONResponse({"error": error}, status_code=401)
        self.revoked = self.revoke_after_next
        return JSONResponse(content)


def _list(*data: dict[str, Any]) -> dict[str, Any]:
    return {"object": "list", "data": list(data), "has_more": False, "url": "/v1"}


@pytest.fixture
def api(stack: Stack) -> Stripe:
    # The bootstrap stored the same secret in Vault.
    return Stripe((stack.folders.provider / "api-key").read_text())


@pytest.fixture
def settings(api: Stripe) -> Generator[dict[str, str]]:
    with serving(api.app) as url:
        yield {
            "PAYMENT_PROVIDER": "stripe",
            "PAYMENT_PROVIDER_URL": url.removesuffix("/graphql"),
            "PAYMENT_RECOVERY_EVERY_SECONDS": "0.1",
            "PAYMENT_RECOVERY_AFTER_SECONDS": "0.1",
            # This replica must not give up payments that the sandbox has.
            "PAYMENT_GIVE_UP_AFTER_SECONDS": "3600",
        }


@pytest.fixture
async def with_stripe(
    stack: Stack, payments: Payments, settings: dict[str, str]
) -> AsyncGenerator[Payments]:
    """A replica of payment whose provider is Stripe; its payment is removed at the end."""
    url = await stack.start_replica("payment", settings)
    router = stack.as_router("payment")
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30, auth=router) as http:
        yield replace(payments, http=http)
    await stack.processes[f"payment-{httpx.URL(url).port}"].stop()
    books = payments.mongo["payment"]
    paid = await payments.document()
    await books["payments"].delete_one({"_id": paid["_id"]})
    await books["ledger"].delete_many({"paymentId": paid["_id"]})


async def test_a_purchase_with_stripe(
    stack: Stack, with_stripe: Payments, api: Stripe, settings: dict[str, str]
) -> None:
    assert (await with_stripe.authorize("pm_card_visa"))["status"] == "AUTHORIZED"
    kept = await with_stripe.document()
    assert (kept["chargeId"], kept["card"]) == ("pi_1", {"brand": "visa", "last4": "4242"})
    assert (await with_stripe.capture())["status"] == "CAPTURED"
    assert api.intents["pi_1"]["status"] == "succeeded"
    # The sandbox's payments may differ; this one must not.
    code, output, _ = await reconcile(stack, settings)
    assert code in (0, 1)
    assert kept["_id"] not in output
    assert "payments compared" in output


async def test_a_webhook_from_stripe(stack: Stack, with_stripe: Payments, api: Stripe) -> None:
    await with_stripe.authorize("pm_card_visa")
    api.intents["pi_1"]["status"] = "succeeded"
    event = {"object": "event", "data": {"object": api.intents["pi_1"]}}
    assert await _post(with_stripe, event, "whsec_another") == 400
    assert (await with_stripe.document())["status"] == "AUTHORIZED"
    secret = (stack.folders.provider / "webhook-secret").read_text()
    assert await _post(with_stripe, event, secret) == 204
    assert (await with_stripe.document())["status"] == "CAPTURED"


async def test_a_revoked_key_leaves_payments_unknown_and_the_service_alive(
    with_stripe: Payments, api: Stripe
) -> None:
    api.revoke_after_next = True
    assert (await with_stripe.authorize("pm_card_visa"))["status"] == "UNKNOWN"
    already = api.refused
    await until(lambda: api.refused > already, failure="the worker asks for the outcome")
    assert (await with_stripe.http.get("/health/live")).status_code == 200
    api.revoked = api.revoke_after_next = False
    assert (await with_stripe.authorize("pm_card_visa"))["status"] == "AUTHORIZED"


async def _post(payments: Payments, event: dict[str, Any], secret: str) -> int:
    body = json.dumps(event)
    header = stripe.WebhookSignature.generate_signature_header(  # pyright: ignore[reportUnknownMemberType] - its timestamp has no type
        body, secret, int(time.time())
    )
    answer = await payments.http.post(
        "/webhooks/provider", content=body, headers={"stripe-signature": header}
    )
    return answer.status_code
