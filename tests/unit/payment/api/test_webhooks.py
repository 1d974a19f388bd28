"""Webhooks are hints: an unsigned one is refused, and repeated ones have one effect."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI

from subgraphs.payment.api.webhooks import webhook_routes
from subgraphs.payment.domain.payments import PaymentStatus
from tests.unit.payment.fakes import Fate, Workbench


@pytest.fixture
async def http(bench: Workbench) -> AsyncGenerator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(webhook_routes(bench.service, "x-signature"))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://payment") as http:
        yield http


async def _post(http: httpx.AsyncClient, content: str, signature: str = "good") -> int:
    headers = {"x-signature": signature}
    answer = await http.post("/webhooks/provider", content=content, headers=headers)
    return answer.status_code


async def test_a_webhook_settles_a_payment_without_an_answer(
    bench: Workbench, http: httpx.AsyncClient
) -> None:
    bench.provider.fates = [Fate.ANSWER_LOST]
    payment = await bench.authorize()
    assert await _post(http, payment.id) == 204
    assert bench.payment.status is PaymentStatus.AUTHORIZED


async def test_duplicate_and_late_webhooks_change_nothing(
    bench: Workbench, http: httpx.AsyncClient
) -> None:
    payment = await bench.authorize()
    await bench.provider.capture(payment)
    for _ in range(3):
        assert await _post(http, payment.id) == 204
    assert bench.payment.status is PaymentStatus.CAPTURED
    assert (len(bench.store.entries), len(bench.store.events)) == (1, 1)
    assert (await bench.capture()).version == bench.payment.version


async def test_an_unsigned_webhook_has_no_effect(bench: Workbench, http: httpx.AsyncClient) -> None:
    payment = await bench.authorize()
    await bench.provider.capture(payment)
    for signature in ("", "bad"):
        assert await _post(http, payment.id, signature) == 400
    assert bench.payment == payment


async def test_the_provider_repeats_a_webhook_that_could_not_be_handled(
    bench: Workbench, http: httpx.AsyncClient
) -> None:
    payment = await bench.authorize()
    bench.provider.fates = [Fate.NOT_DONE]
    assert await _post(http, payment.id) == 503


async def test_a_webhook_about_an_unknown_payment_is_accepted(
    bench: Workbench, http: httpx.AsyncClient
) -> None:
    for content in ("", "pay_unknown"):
        assert await _post(http, content) == 204
    assert bench.store.payments == {}


async def test_a_webhook_is_accepted_when_the_books_disagree(
    bench: Workbench, http: httpx.AsyncClient
) -> None:
    payment = await bench.authorize()
    await bench.capture()
    del bench.provider.books[payment.id]
    await bench.provider.void(payment)
    assert await _post(http, payment.id) == 204
    assert bench.payment.status is PaymentStatus.CAPTURED


async def test_a_body_that_is_too_long_is_refused(http: httpx.AsyncClient) -> None:
    assert await _post(http, "x" * 100_001) == 413
