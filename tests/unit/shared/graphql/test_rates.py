"""Who sends too many operations is refused, and others are not."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.graphql.rates import MUTATION_POINTS
from shared.graphql.schema import build_schema
from shared.rates.buckets import LocalBuckets
from shared.rates.limiter import RateLimiter
from tests.unit.shared.graphql.rated import OF_ACCOUNT, OF_ADDRESS, Changes, Query, RatedApp
from tests.unit.shared.graphql.sockets import Socket
from tests.unit.shared.graphql.toy_endpoint import GRAPHQL_RESPONSE, PATH

HERE = {"x-forwarded-for": "203.0.113.7"}
ANN = {**HERE, "authorization": "Bearer token-a"}
BOB = {**HERE, "cookie": "session=token-b"}


class Caller:
    def __init__(self, app: RatedApp) -> None:
        transport = httpx.ASGITransport(app.asgi)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://things")

    async def send(
        self, query: str = "{ name }", headers: dict[str, str] = HERE, accept: str = "*/*"
    ) -> httpx.Response:
        return await self.http.post(
            PATH, json={"query": query}, headers={**headers, "accept": accept}
        )

    async def ask(
        self, query: str = "{ name }", headers: dict[str, str] = HERE
    ) -> dict[str, Any] | str:
        """Return the data, or the code of the refusal."""
        body = (await self.send(query, headers)).json()
        return body["data"] if "data" in body else body["errors"][0]["extensions"]["code"]

    async def served(self, query: str, headers: dict[str, str] = HERE) -> int:
        """Send operations until one is refused; return how many were served."""
        for count in range(100):
            if await self.ask(query, headers) == "RATE_LIMITED":
                return count
        raise AssertionError("nothing was refused")


@pytest.fixture
def app() -> RatedApp:
    return RatedApp()


@pytest.fixture
async def caller(app: RatedApp) -> AsyncIterator[Caller]:
    caller = Caller(app)
    async with caller.http:
        yield caller


async def test_a_flood_is_refused_by_its_cost(caller: Caller) -> None:
    assert await caller.served("{ a: name b: name c: name d: name }") == OF_ADDRESS.capacity // 4
    answer = await caller.send("{ a: name b: name c: name d: name e: name }")
    assert answer.json() == {
        "errors": [
            {
                "message": "You have asked for too much in a short time. Nothing was changed. "
                "Try again in 2 seconds.",
                "extensions": {
                    "code": "RATE_LIMITED",
                    "retryAfterSeconds": 2,
                    "charge": 5,
                    "available": 0,
                    "capacity": 40,
                    "restoredPerSecond": 4,
                },
            }
        ],
        "extensions": {"cost": 5},
    }


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL_RESPONSE, 429), ("*/*", 200)])
async def test_http_says_so_too(caller: Caller, accept: str, status: int) -> None:
    served = await caller.send(accept=accept)
    assert (served.status_code, "retry-after" in served.headers) == (200, False)
    await caller.served("{ name }")
    refused = await caller.send(accept=accept)
    assert (refused.status_code, refused.headers["retry-after"]) == (status, "1")


async def test_others_are_served_meanwhile(caller: Caller) -> None:
    await caller.served("{ name }")
    assert await caller.ask(headers={"x-forwarded-for": "203.0.113.8"}) == {"name": "A"}
    assert await caller.ask(headers=ANN) == {"name": "A"}


async def test_after_the_wait_the_caller_is_served(app: RatedApp, caller: Caller) -> None:
    await caller.served("{ name }")
    app.clock.present += 1
    assert await caller.ask() == {"name": "A"}


async def test_mutations_are_charged_by_class_and_a_refused_one_changes_nothing(
    caller: Caller,
) -> None:
    Changes.count = 0
    assert await caller.served("mutation { hold }") == OF_ADDRESS.capacity // (1 + MUTATION_POINTS)
    assert Changes.count == 3
    assert await caller.ask("mutation { logIn hold }") == "RATE_LIMITED"
    assert Changes.count == 3
    assert await caller.ask("mutation { logIn }") == {"logIn": 1}
    assert await caller.ask() == {"name": "A"}


async def test_an_account_is_charged_at_every_address(caller: Caller) -> None:
    served = await caller.served("{ name }", ANN)
    assert served == OF_ACCOUNT.capacity
    elsewhere = {**ANN, "x-forwarded-for": "203.0.113.9"}
    assert await caller.ask(headers=elsewhere) == "RATE_LIMITED"
    assert await caller.ask(headers=BOB) == {"name": "A"}
    assert await caller.ask() == {"name": "A"}, "the address has its own bucket"


@pytest.mark.parametrize(
    "more",
    [
        {"authorization": "Bearer forged"},
        {"cookie": "session=token-a", "sec-fetch-site": "cross-site"},
    ],
)
async def test_who_proves_no_account_is_charged_by_address(
    caller: Caller, more: dict[str, str]
) -> None:
    await caller.served("{ name }")
    assert await caller.ask(headers={**HERE, **more}) == "RATE_LIMITED"


async def test_a_call_of_a_service_is_not_limited(app: RatedApp, caller: Caller) -> None:
    for _ in range(2 * OF_ACCOUNT.capacity):
        assert await caller.ask(headers={"authorization": "Bearer a.b.c"}) == {"name": "A"}
    assert app.sessions.look_ups == 0


async def test_the_session_is_looked_up_once_where_it_is_needed(
    app: RatedApp, caller: Caller
) -> None:
    assert await caller.ask("{ viewer }", ANN) == {"viewer": "ann"}
    assert app.sessions.look_ups == 1
    assert await caller.ask("{ viewer }", ANN) == {"viewer": "ann"}
    assert app.sessions.look_ups == 2
    for _ in range(5):
        await caller.ask("{ name }", ANN)
    assert app.sessions.look_ups == 2
    assert await caller.ask("{ name }") == {"name": "A"}
    assert app.sessions.look_ups == 2


async def test_a_forged_token_is_looked_up_once(app: RatedApp, caller: Caller) -> None:
    for _ in range(3):
        await caller.ask(headers={**HERE, "authorization": "Bearer forged"})
    assert app.sessions.look_ups == 1


async def test_counting_makes_no_answer_depend_on_its_caller(caller: Caller) -> None:
    assert await caller.ask("{ depends }", ANN) == {"depends": False}


async def test_while_sessions_cannot_be_read_the_address_is_charged(
    app: RatedApp, caller: Caller
) -> None:
    app.sessions.available = False
    assert await caller.served("{ name }", ANN) == OF_ADDRESS.capacity
    assert app.sessions.look_ups == 1, "the store is left alone for a second"
    app.sessions.available = True
    app.clock.present += 1
    assert await caller.served("{ name }", ANN) == OF_ACCOUNT.capacity


async def test_what_is_refused_anyway_is_not_charged(caller: Caller) -> None:
    for _ in range(2 * OF_ADDRESS.capacity):
        assert await caller.ask("{ nothing }") == "GRAPHQL_VALIDATION_FAILED"
    assert await caller.ask() == {"name": "A"}


async def test_operations_over_a_socket_count_too(app: RatedApp, caller: Caller) -> None:
    await caller.served("{ name }")
    async with Socket(app.asgi, HERE).opened() as socket:
        socket.subscribe("1", "{ name }")
        refused = await socket.receive()
        assert (refused["id"], refused["type"]) == ("1", "error")
        assert refused["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        app.clock.present += 1
        socket.subscribe("2", "subscription { names }")
        said = [(await socket.receive())["payload"]["data"]["names"] for _ in "abc"]
        assert said == ["a", "b", "c"]
    assert await caller.served("{ name }") == 3, "a subscription is charged at its start"


def test_a_class_without_rates_is_an_error() -> None:
    limiter = RateLimiter({}, LocalBuckets(lambda: 0.0), lambda: 0.0)
    with pytest.raises(TypeError, match="no rates: reads"):
        build_schema(query=Query).limit_rates(limiter, RatedApp().callers)
