"""A query whose caller has gone or whose time is over is stopped; a mutation is finished."""

import asyncio
from collections.abc import AsyncGenerator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import strawberry
from pymongo import _csot
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from strawberry.dataloader import DataLoader

from shared import deadlines
from shared.admission.line import Line
from shared.graphql.endpoint import SOCKET_QUERY_SECONDS, GraphQLEndpoint
from shared.graphql.schema import build_schema
from shared.graphql.stopping import keep_query_while
from shared.rates.rules import WRITES
from tests.unit.shared.graphql.sockets import Socket
from tests.unit.shared.graphql.toy_endpoint import PATH, body, new_context


@dataclass
class Work:
    """What the resolvers wait for, and what became of them."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    needed: bool = False
    remaining: float | None = None
    store_remaining: float | None = None

    async def do(self) -> str:
        keep_query_while(lambda: self.needed)
        self.remaining, self.store_remaining = deadlines.remaining(), _csot.remaining()
        self.begun.set()
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.stopped.set()
            raise
        self.finished.set()
        return "done"


work: Work


@pytest.fixture(autouse=True)
async def fresh_work() -> None:
    global work
    work = Work()


@strawberry.type
class Query:
    @strawberry.field
    async def slow(self) -> str:
        return await work.do()

    @strawberry.field
    async def loaded(self) -> str:
        return await DataLoader[str, str](load_fn=_load).load("key")


async def _load(keys: list[str]) -> list[str]:
    return [await work.do() for _ in keys]


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def change(self) -> str:
        return await work.do()


schema = build_schema(query=Query, mutation=Mutation, mutation_classes={WRITES: ["change"]})
_endpoint = GraphQLEndpoint(schema, new_context, Line())
_app = Starlette(routes=[Route(PATH, _endpoint), WebSocketRoute(PATH, _endpoint)])


class Call:
    """A request to the endpoint; the test says when the caller goes."""

    def __init__(self, query: str, headers: dict[str, str]) -> None:
        self._sent = False
        self._query = query
        self._headers = {"content-type": "application/json", **headers}
        self.gone = asyncio.Event()
        self.messages: list[MutableMapping[str, Any]] = []

    @property
    def status(self) -> int:
        return self.messages[0]["status"]

    @property
    def text(self) -> str:
        return self.messages[1]["body"].decode()

    async def run(self) -> None:
        headers = [(name.encode(), value.encode()) for name, value in self._headers.items()]
        scope = {
            "type": "http",
            "method": "POST",
            "path": PATH,
            "query_string": b"",
            "headers": headers,
        }
        await _app(scope, self._receive, self._send)

    async def _receive(self) -> MutableMapping[str, Any]:
        if not self._sent:
            self._sent = True
            return {"type": "http.request", "body": body(self._query), "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        self.messages.append(message)


@asynccontextmanager
async def begun(query: str, **headers: str) -> AsyncGenerator[tuple[Call, asyncio.Task[None]]]:
    """Yield a call whose resolver waits, and its task, which ends with the block."""
    call = Call(query, {name.replace("_", "-"): value for name, value in headers.items()})
    task = asyncio.create_task(call.run())
    await work.begun.wait()
    yield call, task
    await task


async def test_a_query_whose_caller_has_gone_is_stopped() -> None:
    async with begun("{ slow }") as (call, _):
        call.gone.set()
        await work.stopped.wait()
    assert call.messages == []


async def test_what_a_stopped_query_loads_is_stopped() -> None:
    async with begun("{ loaded }") as (call, _):
        call.gone.set()
        await work.stopped.wait()
    assert call.messages == []


async def test_a_mutation_whose_caller_has_gone_is_finished() -> None:
    async with begun("mutation { change }", x_request_timeout_ms="60000") as (call, task):
        assert work.remaining == float("inf")
        assert work.store_remaining is None
        call.gone.set()
        await _some_turns()
        assert not task.done()
        work.may_end.set()
        await work.finished.wait()
    assert not work.stopped.is_set()


async def test_a_query_past_its_deadline_is_stopped_and_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with begun("{ slow }", x_request_timeout_ms="60000") as (call, task):
        _pass(59, monkeypatch)
        await _some_turns()
        assert not task.done()
        _pass(2, monkeypatch)
        await work.stopped.wait()
    assert call.status == 504
    assert '"code":"DEADLINE_EXCEEDED"' in call.text
    assert '"data"' not in call.text


async def test_a_query_over_a_websocket_is_stopped_at_its_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with Socket(_app).opened() as socket:
        socket.subscribe("1", "{ slow }")
        await work.begun.wait()
        assert work.remaining is not None
        assert 0 < work.remaining <= SOCKET_QUERY_SECONDS
        _pass(SOCKET_QUERY_SECONDS, monkeypatch)
        await work.stopped.wait()
        message = await socket.receive()
        assert (message["id"], message["type"]) == ("1", "error")
        assert message["payload"][0]["extensions"] == {"code": "DEADLINE_EXCEEDED"}
        work.begun.clear()
        work.may_end.set()
        socket.subscribe("2", "mutation { change }")
        assert (await socket.receive())["payload"]["data"] == {"change": "done"}
        assert work.remaining == float("inf")


async def test_a_mutation_past_its_deadline_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    async with begun("mutation { change }", x_request_timeout_ms="60000") as (call, task):
        _pass(61, monkeypatch)
        await _some_turns()
        assert not task.done()
        work.may_end.set()
    assert (call.status, work.stopped.is_set()) == (200, False)


async def test_a_query_that_others_need_is_finished() -> None:
    work.needed = True
    async with begun("{ slow }") as (call, task):
        call.gone.set()
        await _some_turns()
        assert not task.done()
        work.may_end.set()
        await work.finished.wait()


async def test_resolvers_and_stores_know_what_remains() -> None:
    async with begun("{ slow }", x_request_timeout_ms="60000"):
        work.may_end.set()
    assert work.remaining is not None
    assert work.store_remaining is not None
    assert 50 < work.remaining <= 60
    assert 50 < work.store_remaining <= 61
    assert deadlines.remaining() == float("inf")


async def test_a_query_without_a_deadline_has_all_the_time() -> None:
    async with begun("{ slow }"):
        work.may_end.set()
    assert (work.remaining, work.store_remaining) == (float("inf"), None)


@pytest.mark.parametrize("query", ["{ slow }", "mutation { change }"])
async def test_what_arrives_too_late_does_not_begin(query: str) -> None:
    call = Call(query, {deadlines.HEADER: "0"})
    await call.run()
    assert (call.status, work.begun.is_set()) == (504, False)
    assert '"code":"DEADLINE_EXCEEDED"' in call.text


@pytest.mark.parametrize("text", ["", "-1", "1.5", "soon", "1234567890", "١٢"])
async def test_a_malformed_time_limit_is_refused(text: str) -> None:
    call = Call("{ slow }", {})
    call._headers[deadlines.HEADER] = text  # pyright: ignore[reportPrivateUsage]
    await call.run()
    assert (call.status, work.begun.is_set()) == (400, False)
    assert deadlines.HEADER in call.text


async def test_work_that_others_may_wait_for_gets_more_time() -> None:
    with deadlines.within(1):
        with deadlines.extended(60):
            assert 50 < deadlines.remaining() <= 60
            with deadlines.within(5):
                assert deadlines.remaining() <= 5
        assert deadlines.remaining() <= 1
        assert int(deadlines.outgoing_headers(30)[deadlines.HEADER]) <= 1_000
    assert deadlines.outgoing_headers(30) == {deadlines.HEADER: "30000"}


def _pass(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the event loop's clock go on by `seconds`."""
    loop = asyncio.get_running_loop()
    time = loop.time
    monkeypatch.setattr(loop, "time", lambda: time() + seconds)


async def _some_turns() -> None:
    """Let everything happen that is due."""
    for _ in range(10):
        await asyncio.sleep(0)
