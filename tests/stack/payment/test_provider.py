"""Payment and the provider as two processes: lost answers, restarts, webhooks and books."""

import json
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from dev.addresses import HOST, Ports
from dev.sandbox_provider.webhooks import signature
from dev.stack import Stack
from tests.stack.payment.conftest import Payments, reconcile
from tests.waiting import until


@pytest.fixture
async def provider(stack: Stack) -> AsyncGenerator[httpx.AsyncClient]:
    """The provider's API; the faults that a test sets end with the test."""
    api_key = (stack.folders.provider / "api-key").read_text()
    async with httpx.AsyncClient(
        base_url=stack.ports.url("provider"),
        headers={"authorization": f"Bearer {api_key}"},
        trust_env=False,
    ) as provider:
        yield provider
        await provider.put("/v1/faults", json={})


async def test_a_lost_answer_is_settled_by_the_webhook(payments: Payments) -> None:
    answer = await payments.authorize("tok_response_lost")
    assert answer["status"] == "AUTHORIZED"


async def test_a_payment_that_never_arrived_is_given_up(
    payments: Payments, provider: httpx.AsyncClient
) -> None:
    assert (await provider.put("/v1/faults", json={"timeout_rate": 1})).status_code == 204
    assert (await payments.authorize())["status"] == "UNKNOWN"
    await provider.put("/v1/faults", json={})

    async def voided() -> bool:
        return (await payments.document())["status"] == "VOIDED"

    await until(voided, seconds=60)
    charge = (await provider.get(f"/v1/charges/{(await payments.document())['_id']}")).json()
    assert charge["status"] == "voided"


async def test_the_provider_keeps_its_charges_over_a_restart(
    stack: Stack, payments: Payments
) -> None:
    await payments.authorize()
    await stack.processes["provider"].kill()
    await stack.start_process("provider")
    assert (await payments.capture())["status"] == "CAPTURED"


async def test_the_provider_requires_its_key(stack: Stack) -> None:
    async with httpx.AsyncClient(base_url=stack.ports.url("provider"), trust_env=False) as nobody:
        for method, path in (("GET", "/v1/charges/x"), ("PUT", "/v1/faults")):
            assert (await nobody.request(method, path, json={})).status_code == 401


async def test_a_webhook_without_a_recent_signature_has_no_effect(
    stack: Stack, payments: Payments
) -> None:
    paid = await payments.authorize()
    secret = (stack.folders.provider / "webhook-secret").read_text()
    body = json.dumps({"what": "captured", "charge": {"id": paid["id"]}}).encode()
    before = await payments.document()

    async def post(header: str) -> int:
        headers = {"sandbox-signature": header}
        answer = await payments.http.post("/webhooks/provider", content=body, headers=headers)
        return answer.status_code

    now = time.time()
    for header in (
        "",
        signature(body, "another secret", now),
        signature(body + b" ", secret, now),
        signature(body, secret, now - 301),
    ):
        assert await post(header) == 400
    assert await payments.document() == before
    for _ in range(3):
        assert await post(signature(body, secret, now)) == 204
    # The webhook says captured; the provider, when asked, says authorised, and that counts.
    assert (await payments.document())["status"] == "AUTHORIZED"


async def test_the_reconciliation_lists_every_difference(
    stack: Stack, payments: Payments, provider: httpx.AsyncClient
) -> None:
    paid = await payments.authorize()
    await payments.capture()
    code, output, _ = await reconcile(stack)
    assert (code, "0 differences" in output) == (0, True), output
    ledger = payments.mongo["payment"]["ledger"]
    entry: dict[str, Any] | None = await ledger.find_one({"paymentId": paid["id"]})
    assert entry is not None
    await ledger.delete_one({"_id": entry["_id"]})
    try:
        code, output, _ = await reconcile(stack)
        assert code == 1
        assert f"BALANCE    {paid['id']}  ours: 0  provider's: 1000" in output
    finally:
        await ledger.insert_one(entry)


async def test_a_refund_of_an_old_payment_is_compared(stack: Stack, payments: Payments) -> None:
    paid = await payments.authorize()
    await payments.capture()
    books = payments.mongo["payment"]
    long_ago = datetime.now(UTC) - timedelta(days=30)
    await books["payments"].update_one({"_id": paid["id"]}, {"$set": {"createdAt": long_ago}})
    await payments.refund(400)
    refunded = await books["ledger"].find_one_and_delete(
        {"paymentId": paid["id"], "amountMinor": 400}
    )
    assert refunded is not None
    try:
        code, output, _ = await reconcile(stack)
        assert code == 1
        assert f"BALANCE    {paid['id']}  ours: 1000  provider's: 600" in output
    finally:
        await books["ledger"].insert_one(refunded)


async def test_books_that_cannot_be_compared_have_an_exit_code_of_their_own(stack: Stack) -> None:
    unreachable = f"http://{HOST}:{Ports.free().provider}"
    for settings, message in (
        ({"PAYMENT_PROVIDER_URL": unreachable}, "The books cannot be compared: "),
        ({"PAYMENT_PROVIDER": "paypal"}, "These settings are missing or wrong: PAYMENT_PROVIDER: "),
    ):
        code, _, errors = await reconcile(stack, settings)
        assert code == 2
        assert errors.startswith(message)
        assert errors.count("\n") == 1
