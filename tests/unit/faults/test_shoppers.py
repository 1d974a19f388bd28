"""Shoppers buy one seat after another, and say what they saw in a time."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from dev.patience import PatientTransport
from tests.faults.shoppers import Shoppers
from tests.faults.testbed import Testbed

PURCHASE_SECONDS = 0.05


class FakeCustomer:
    """Holds at once, and books in PURCHASE_SECONDS, by the transport of a real customer."""

    def __init__(self, transport: PatientTransport) -> None:
        self._http = httpx.AsyncClient(transport=transport)

    async def hold(self, *_seat: str) -> dict[str, Any]:
        return {"__typename": "SeatHold", "id": "hol_1"}

    async def book(self, _hold_id: str) -> dict[str, Any]:
        await self._http.post("http://router.test", content=b"mutation { bookHold }")
        return {"__typename": "Booking", "status": "CONFIRMED"}


@pytest.fixture
async def shoppers(monkeypatch: pytest.MonkeyPatch) -> Shoppers:
    """Three shoppers, whose router answers each booking in time."""

    async def answer(_transport: object, _request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(PURCHASE_SECONDS)
        return httpx.Response(200, content=b"{}")

    async def customer(transport: PatientTransport) -> FakeCustomer:
        return FakeCustomer(transport)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answer)
    testbed = SimpleNamespace(customer=customer, fresh_seat=lambda: ("sho_1", "C1"))
    made = Shoppers(cast(Testbed, testbed))
    await made.register(3)
    return made


async def test_what_ends_after_the_time_is_not_of_it(shoppers: Shoppers) -> None:
    seen = await shoppers.buy_at_once(2, PURCHASE_SECONDS * 0.5)
    assert seen.answered == {}
    assert shoppers.outcomes == {"CONFIRMED": 2}


async def test_shoppers_buy_again_until_the_time_is_over(shoppers: Shoppers) -> None:
    seen = await shoppers.buy_at_once(2, PURCHASE_SECONDS * 5)
    assert 2 <= len(seen.answered["bookHold"]) <= shoppers.outcomes["CONFIRMED"]
    assert not seen.shed


async def test_shoppers_come_while_any_are_free(shoppers: Shoppers) -> None:
    await shoppers.buy_at_rate(1_000, PURCHASE_SECONDS * 0.5)
    assert shoppers.outcomes == {"CONFIRMED": 3}
