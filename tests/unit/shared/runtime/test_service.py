"""The HTTP side of a subgraph: health checks beside GraphQL."""

import asyncio

import httpx
import pytest
import strawberry

from shared.graphql.context import RequestContext
from shared.graphql.schema import build_schema
from shared.runtime import service
from shared.runtime.service import HealthChecks, Wiring, create_app


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


def _client(checks: HealthChecks) -> httpx.AsyncClient:
    def no_context() -> RequestContext:
        raise AssertionError("health checks need no context")

    wiring = Wiring(new_context=no_context, health_checks=checks, background={})
    transport = httpx.ASGITransport(create_app("things", build_schema(query=Query), wiring))
    return httpx.AsyncClient(transport=transport, base_url="http://things.test")


async def test_a_service_is_ready_when_all_parts_are_up() -> None:
    async with _client({"mongo": _up, "redis": _up}) as client:
        answer = await client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "parts": {"mongo": "up", "redis": "up"}}


async def test_a_part_that_fails_or_hangs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_CHECK_SECONDS", 0.01)
    async with _client({"mongo": _fails, "redis": _up, "kafka": _hangs}) as client:
        answer = await client.get("/health/ready")
        live = await client.get("/health/live")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "degraded",
        "parts": {"mongo": "away", "redis": "up", "kafka": "away"},
    }
    assert (live.status_code, live.json()) == (200, {"status": "live"})
