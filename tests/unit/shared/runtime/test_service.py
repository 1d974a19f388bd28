"""The HTTP side of a subgraph: health checks beside GraphQL."""

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

import httpx
import pytest
import strawberry
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.graphql.context import RequestContext
from shared.graphql.schema import build_schema
from shared.rates.limiter import RateLimiter
from shared.runtime import service
from shared.runtime.lag import LoopLag
from shared.runtime.service import HealthChecks, Wiring, create_app
from tests.unit.shared.auth.known_callers import OF_THE_ROUTER, Workbench

Middleware = Callable[[ASGIApp], ASGIApp]

NO_LIMITER = cast(RateLimiter, None)


NO_LAG = {"most": 0.0, "recent_most": 0.0, "recent_p99": 0.0}


@strawberry.type
class Query:
    @strawberry.field
    def number(self) -> int:
        return 1


async def _up() -> None: ...


async def _fails() -> None:
    raise ConnectionResetError("closed by 10.0.0.7")


async def _hangs() -> None:
    await asyncio.Event().wait()


def _client(checks: HealthChecks, middleware: Sequence[Middleware] = ()) -> httpx.AsyncClient:
    def no_context() -> RequestContext:
        raise AssertionError("health checks need no context")

    wiring = Wiring(
        new_context=no_context,
        rate_limiter=NO_LIMITER,
        callers=Workbench().callers,
        health_checks=checks,
        background={},
        middleware=middleware,
    )
    app = create_app("things", build_schema(query=Query), wiring, LoopLag())
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://things.test")


async def test_a_service_is_ready_when_all_parts_are_up() -> None:
    async with _client({"mongo": _up, "redis": _up}) as client:
        answer = await client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "parts": {"mongo": "up", "redis": "up"},
        "event_loop_lag_ms": NO_LAG,
    }


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
@pytest.mark.parametrize("path", ["/graphql", "/graphql/", "/graphql%0A", "/graphql?x=1"])
async def test_graphql_answers_known_callers_only(method: str, path: str) -> None:
    async with _client({}) as client:
        refused = await client.request(method, path, content=b"{")
        assert (refused.status_code, refused.json()["errors"][0]["extensions"]) == (
            401,
            {"code": "UNKNOWN_CALLER"},
        )
        heard = await client.request(method, path, content=b"{", headers=OF_THE_ROUTER)
        assert heard.status_code != 401


async def test_middleware_sees_of_graphql_what_known_callers_send() -> None:
    seen: list[str] = []

    def noting(app: ASGIApp) -> ASGIApp:
        async def note(scope: Scope, receive: Receive, send: Send) -> None:
            seen.append(scope["path"])
            await app(scope, receive, send)

        return note

    async with _client({}, [noting]) as client:
        await client.post("/graphql", json={"query": "{ number }"})
        await client.get("/health/live")
        await client.put("/graphql", headers=OF_THE_ROUTER)
    assert seen == ["/health/live", "/graphql"]


async def test_a_part_that_fails_or_hangs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_CHECK_SECONDS", 0.01)
    async with _client({"mongo": _fails, "redis": _up, "kafka": _hangs}) as client:
        answer = await client.get("/health/ready")
        live = await client.get("/health/live")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "degraded",
        "parts": {"mongo": "away", "redis": "up", "kafka": "away"},
        "event_loop_lag_ms": NO_LAG,
    }
    assert (live.status_code, live.json()) == (200, {"status": "live"})
