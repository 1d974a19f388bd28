"""Webhooks are hints: signed or refused, and however often and in what order, one effect."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI

from subgraphs.payment.api.webhooks import webhook_routes
from subgraphs.payment.domain.payments import PaymentStatus
from tests.unit.payment.fakes import Fate, House


@pytest.fixture
async def http(house: House) -> AsyncGenerator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(webhook_routes(house.service, "x-signature"))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://payment") as http:
        yield http


async def _tell(http: httpx.AsyncClient, content: str, signature: str = "good") -> int:
    headers = {"x-signature": signature}
    answer = await http.post("/webhooks/provider", content=content, headers=headers)
    return answer.status_code


async def test_a_webhook_settles_what_nobody_answered(
    house: House, http: httpx.AsyncClient
) -> None:
    house.provider.fates = [Fate.ANSWER_LOST]
    payment = await house.authorize()
    assert await _tell(http, payment.id) == 204
    assert house.payment.status is PaymentStatus.AUTHORIZED


async def test_duplicates_and_those_that_come_late_change_nothing(
    house: House, http: httpx.AsyncClient
) -> None:
    payment = await house.authorize()
    await house.provider.capture(payment)
    for _ in range(3):
        assert await _tell(http, payment.id) == 204
    assert house.payment.status is PaymentStatus.CAPTURED
    assert (len(house.store.entries), len(house.store.events)) == (1, 1)
    assert (await house.capture()).version == house.payment.version


async def test_what_the_provider_did_not_sign_has_no_effect(
    house: House, http: httpx.AsyncClient
) -> None:
    payment = await house.authorize()
    await house.provider.capture(payment)
    for signature in ("", "bad"):
        assert await _tell(http, payment.id, signature) == 400
    assert house.payment == payment


async def test_it_is_told_again_when_the_provider_does_not_answer(
    house: House, http: httpx.AsyncClient
) -> None:
    payment = await house.authorize()
    house.provider.fates = [Fate.NOT_DONE]
    assert await _tell(http, payment.id) == 503


async def test_what_is_not_ours_is_taken_and_dropped(house: House, http: httpx.AsyncClient) -> None:
    for content in ("", "pay_unknown"):
        assert await _tell(http, content) == 204
    assert house.store.payments == {}


async def test_books_that_disagree_are_not_told_again(
    house: House, http: httpx.AsyncClient
) -> None:
    payment = await house.authorize()
    await house.capture()
    del house.provider.books[payment.id]
    await house.provider.void(payment)
    assert await _tell(http, payment.id) == 204
    assert house.payment.status is PaymentStatus.CAPTURED


async def test_what_is_too_long_is_not_read(http: httpx.AsyncClient) -> None:
    assert await _tell(http, "x" * 100_001) == 413
