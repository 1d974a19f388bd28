"""HEAD is answered wherever GET is, and other methods hear which ones are allowed."""

from typing import cast

import httpx
import pytest
import strawberry
from fastapi import APIRouter, Response

from shared.graphql.context import RequestContext
from shared.graphql.schema import build_schema
from shared.rates.limiter import RateLimiter
from shared.runtime.lag import LoopLag
from shared.runtime.service import Wiring, create_app
from tests.unit.shared.auth.known_callers import Workbench

NO_LIMITER = cast(RateLimiter, None)


@strawberry.type
class Query:
    @strawberry.field
    def number(self) -> int:
        return 1


def _client() -> httpx.AsyncClient:
    def no_context() -> RequestContext:
        raise AssertionError("these requests need no context")

    routes = APIRouter()

    @routes.get("/files/{name}.pdf")
    async def file(name: str) -> Response:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        found = name == "here"
        return Response(b"%PDF-1.4", 200 if found else 404, media_type="application/pdf")

    @routes.post("/webhooks")
    async def webhook() -> Response:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        return Response(status_code=204)

    wiring = Wiring(
        new_context=no_context,
        callers=Workbench().callers,
        rate_limiter=NO_LIMITER,
        health_checks={},
        background={},
        routes=[routes],
    )
    app = create_app("things", build_schema(query=Query), wiring, LoopLag())
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://things.test")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/files/here.pdf", 200),
        ("/files/gone.pdf", 404),
        ("/health/live", 200),
        ("/health/ready", 200),
        ("/nowhere", 404),
    ],
)
async def test_head_is_get_without_the_content(path: str, status: int) -> None:
    async with _client() as client:
        got, head = await client.get(path), await client.head(path)
    assert (got.status_code, head.status_code) == (status, status)
    assert head.content == b""
    assert got.content
    own = {"x-correlation-id"}
    assert {name: head.headers[name] for name in head.headers.keys() - own} == {
        name: got.headers[name] for name in got.headers.keys() - own
    }
    assert head.headers["content-length"] == str(len(got.content))


METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
ALLOWED = {
    "/files/here.pdf": "GET, HEAD",
    "/health/live": "GET, HEAD",
    "/health/ready": "GET, HEAD",
    "/webhooks": "POST",
}


@pytest.mark.parametrize(
    ("path", "method"),
    [(path, each) for path in ALLOWED for each in METHODS if each not in ALLOWED[path].split(", ")],
)
async def test_any_other_method_hears_what_is_allowed(path: str, method: str) -> None:
    async with _client() as client:
        answer = await client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, ALLOWED[path])
