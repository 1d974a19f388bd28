"""Each request has one correlation id, one trace and one log line."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from structlog.testing import capture_logs

from shared.telemetry.correlation import outgoing_headers
from shared.telemetry.requests import RequestTelemetry

TRACEPARENT = f"00-{'a' * 32}-{'b' * 16}-01"


async def _calls(_request: Request) -> JSONResponse:
    """Answer with the headers that a call to another service would carry."""
    return JSONResponse(outgoing_headers(), status_code=201)


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    app = Starlette(routes=[Route("/calls", _calls), Route("/health/live", _calls)])
    transport = httpx.ASGITransport(RequestTelemetry(app, ("/health/",)))
    async with httpx.AsyncClient(transport=transport, base_url="http://service.test") as client:
        yield client


async def test_the_callers_id_and_trace_reach_calls_and_the_answer(
    client: httpx.AsyncClient,
) -> None:
    headers = {"x-correlation-id": "the-request-id", "traceparent": TRACEPARENT}
    answer = await client.get("/calls", headers=headers)
    assert answer.json() == headers
    assert answer.headers["x-correlation-id"] == "the-request-id"


async def test_a_request_without_an_id_gets_one(client: httpx.AsyncClient) -> None:
    first, second = await client.get("/calls"), await client.get("/calls")
    assert first.json() == {"x-correlation-id": first.headers["x-correlation-id"]}
    assert first.headers["x-correlation-id"] != second.headers["x-correlation-id"]


async def test_a_request_is_logged_once_without_its_headers(client: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        await client.get("/calls?token=secret", headers={"authorization": "Bearer secret"})
    (line,) = [each for each in lines if each["event"] == "request"]
    assert (line["path"], line["status"]) == ("/calls", 201)
    assert "secret" not in str(line)


async def test_health_checks_are_not_logged(client: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        assert (await client.get("/health/live")).status_code == 201
    assert lines == []
