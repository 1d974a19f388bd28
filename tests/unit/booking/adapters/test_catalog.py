"""The catalog's API: a showtime becomes an inventory, and a fault counts as unavailable."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import respx

from shared.errors import Unavailable
from shared.money import Money
from subgraphs.booking.adapters.catalog import GraphqlShowtimeCatalog
from subgraphs.booking.adapters.catalog_client import CatalogClient
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.seats import Seat, SeatClass, TicketCategory
from tests.unit.booking.fakes import NOW, SHOWTIME, MovedClock

Ask = Callable[[GraphqlShowtimeCatalog, str], Awaitable[Any]]
URL = "http://catalog.test/graphql"
SNAPSHOT = {
    "id": SHOWTIME,
    "status": "CANCELLED",
    "startsAt": "2026-11-25T18:00:00Z",
    "endsAt": "2026-11-25T20:00:00Z",
    "businessDate": "2026-11-25",
    "movie": {"title": "Arrival"},
    "cinema": {"name": "Calima", "timezone": "America/Bogota"},
    "auditorium": {
        "id": "aud_1",
        "name": "Sala 1",
        "rows": [
            {
                "label": "C",
                "seats": [{"id": "C7", "number": 7, "column": 9, "seatClass": "STANDARD"}],
            }
        ],
    },
    "prices": [
        {
            "category": "ADULT",
            "seatClass": "STANDARD",
            "price": {"amountMinor": 1000, "currency": "COP"},
        }
    ],
}


@pytest.fixture
async def catalog() -> AsyncGenerator[GraphqlShowtimeCatalog]:
    async def token(scope: str) -> str:
        return f"token for {scope}"

    client = CatalogClient(URL, part="catalog service", timeout_seconds=1, token=token)
    with respx.mock:
        async with client:
            yield GraphqlShowtimeCatalog(client, MovedClock())


async def test_a_showtime_becomes_an_inventory_that_any_newer_event_replaces(
    catalog: GraphqlShowtimeCatalog,
) -> None:
    called = respx.post(URL).respond(json={"data": {"showtime": SNAPSHOT}})
    inventory = await catalog.inventory(SHOWTIME)
    token = called.calls.last.request.headers["authorization"]
    assert token == "Bearer token for showtimes:read"
    assert inventory is not None
    assert (inventory.scheduled, inventory.as_of) == (False, NOW - timedelta(seconds=5))
    assert inventory.seats == {"C7": Seat.free("C7", "C", 7, 9, "STANDARD")}
    assert inventory.prices == {(TicketCategory.ADULT, SeatClass.STANDARD): Money(1000, "COP")}


async def test_an_unknown_showtime_has_no_inventory(catalog: GraphqlShowtimeCatalog) -> None:
    respx.post(URL).respond(json={"data": {"showtime": None}})
    assert await catalog.inventory(SHOWTIME) is None


@pytest.mark.parametrize("status", ["SCHEDULED", "CANCELLED"])
async def test_a_showtimes_schedule(catalog: GraphqlShowtimeCatalog, status: str) -> None:
    starts_at = "2026-11-25T18:00:00.125Z"
    showtime = {"status": status, "startsAt": starts_at, "auditorium": {"id": "aud_1"}}
    respx.post(URL).respond(json={"data": {"showtime": showtime}})
    assert await catalog.schedule(SHOWTIME) == Schedule(
        datetime(2026, 11, 25, 18, 0, 0, 125_000, UTC), "aud_1", cancelled=status == "CANCELLED"
    )
    respx.post(URL).respond(json={"data": {"showtime": None}})
    assert await catalog.schedule(SHOWTIME) is None


@pytest.mark.parametrize("ask", [GraphqlShowtimeCatalog.inventory, GraphqlShowtimeCatalog.schedule])
@pytest.mark.parametrize(
    "code",
    [
        "INTERNAL_SERVER_ERROR",
        "SERVICE_UNAVAILABLE",
        "GRAPHQL_VALIDATION_FAILED",
        "UNKNOWN_CALLER",
    ],
)
async def test_a_fault_of_the_catalog_is_waited_for(
    catalog: GraphqlShowtimeCatalog, ask: Ask, code: str
) -> None:
    errors = [{"message": "no", "extensions": {"code": code}}]
    respx.post(URL).respond(json={"data": None, "errors": errors})
    with pytest.raises(Unavailable) as unavailable:
        await ask(catalog, SHOWTIME)
    assert unavailable.value.part == "catalog service"


async def test_a_catalog_that_hangs_is_given_up(
    catalog: GraphqlShowtimeCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subgraphs.booking.adapters.catalog.SCHEDULE_WITHIN", timedelta(0))

    async def hang(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    respx.post(URL).mock(side_effect=hang)
    with pytest.raises(Unavailable):
        await catalog.schedule(SHOWTIME)
