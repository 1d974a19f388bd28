"""Only known callers reach GraphQL, over HTTP and WebSockets, and others are not listened to."""

import json
from typing import Any, NoReturn

import pytest
from starlette.types import Message, Receive, Scope, Send

from shared.auth.callers import ROUTER_SECRET
from shared.errors import Unavailable
from shared.graphql.callers import KnownCallersOnly
from tests.unit.shared.auth.known_callers import OF_THE_ROUTER, Workbench


class Asked:
    """What stands behind the check; it counts the requests that reach it."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        self.times += 1


async def _nothing_is_read() -> NoReturn:
    raise AssertionError("the request is read")


async def _send(bench: Workbench, asked: Asked, kind: str, **headers: str) -> list[Message]:
    """Send a request or a handshake; return what the client receives."""
    scope = {
        "type": kind,
        "method": "POST",
        "path": "/graphql",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    received: list[Message] = []

    async def receive_answer(message: Message) -> None:
        received.append(message)

    await KnownCallersOnly(asked, bench.callers)(scope, _nothing_is_read, receive_answer)
    return received


def _answer(kind: str, received: list[Message]) -> tuple[int, dict[str, str], Any]:
    """Return the status, the headers and the body."""
    prefix = "" if kind == "http" else "websocket."
    start, body = received
    assert (start["type"], body["type"]) == (
        f"{prefix}http.response.start",
        f"{prefix}http.response.body",
    )
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, json.loads(body["body"])


@pytest.fixture
def bench() -> Workbench:
    return Workbench()


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("headers", [OF_THE_ROUTER, {"authorization": "Bearer valid"}])
async def test_a_known_caller_is_let_through(
    bench: Workbench, asked: Asked, kind: str, headers: dict[str, str]
) -> None:
    assert await _send(bench, asked, kind, **headers) == []
    assert asked.times == 1


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("headers", [{}, {ROUTER_SECRET: "guessed"}])
async def test_a_stranger_is_refused_before_anything_is_read(
    bench: Workbench, asked: Asked, kind: str, headers: dict[str, str]
) -> None:
    status, answered, body = _answer(kind, await _send(bench, asked, kind, **headers))
    assert status == 401
    assert answered["www-authenticate"] == "Bearer"
    assert answered["connection"] == "close"
    assert body == {
        "errors": [
            {
                "message": "Send operations to the router. This service answers nobody else.",
                "extensions": {"code": "UNKNOWN_CALLER"},
            }
        ]
    }
    assert asked.times == 0


@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_what_vault_alone_could_tell_is_no_permanent_refusal(
    bench: Workbench, asked: Asked, kind: str
) -> None:
    await bench.callers.read()
    bench.vault.failure = Unavailable("vault")
    bench.clock.move(seconds=2)
    received = await _send(bench, asked, kind, **{ROUTER_SECRET: "perhaps new"})
    status, answered, body = _answer(kind, received)
    assert (status, answered["retry-after"]) == (503, "1")
    assert body["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
    assert asked.times == 0
