"""A service's connections end when their requests do not arrive, or have too large a head."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from socket import SO_RCVBUF, SOL_SOCKET, socket
from typing import Any, cast

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from shared.runtime.http_server import ANSWER_SECONDS, MAX_HEAD_BYTES, BoundedHttp
from tests.waiting import until

HEAD = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(body)(scope, receive, send)


@dataclass
class Timer:
    seconds: float
    ring: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Loop:
    """An event loop whose timers ring when the test says so."""

    timers: list[Timer] = field(default_factory=list[Timer])

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        self.timers.append(Timer(seconds, callback))
        return self.timers[-1]

    def create_task(self, work: Any, **_: Any) -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(work)

    @property
    def waiting(self) -> list[Timer]:
        return [timer for timer in self.timers if not timer.cancelled]


class Transport(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False
        self.aborted = False

    def write(self, data: Any) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.aborted = True

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


@dataclass
class Connection:
    loop: Loop
    transport: Transport
    protocol: BoundedHttp


@pytest.fixture
async def connection() -> Connection:
    loop, transport = Loop(), Transport()
    config = uvicorn.Config(app, log_config=None)
    protocol = BoundedHttp(config, ServerState(), {}, cast(asyncio.AbstractEventLoop, loop))
    protocol.connection_made(transport)
    return Connection(loop, transport, protocol)


async def answered(connection: Connection) -> None:
    await asyncio.gather(*connection.protocol.tasks)


@pytest.mark.parametrize(
    "sent",
    [[], [b"POST / HT"], [HEAD, b"x-a: b\r\n"], [b"\r\n", b"\r\n"], [HEAD + b"\r\nab", b"c"]],
    ids=["silence", "a line", "headers", "empty lines", "a body"],
)
async def test_a_request_that_does_not_arrive_is_given_up(
    connection: Connection, sent: list[bytes]
) -> None:
    for each in sent:
        connection.protocol.data_received(each)
    [timer] = connection.loop.waiting
    assert timer.seconds == BoundedHttp.read_seconds
    timer.ring()
    assert connection.transport.closed
    assert connection.transport.written.startswith(b"HTTP/1.1 408 ")
    connection.protocol.connection_lost(None)
    await asyncio.gather(*connection.protocol.tasks, return_exceptions=True)


async def test_the_next_request_on_a_connection_has_its_time_too(connection: Connection) -> None:
    connection.protocol.data_received(HEAD + b"\r\nabcd")
    assert connection.loop.waiting == []
    await answered(connection)
    assert connection.transport.written.endswith(b"abcd")
    [keep_alive] = connection.loop.waiting
    connection.protocol.data_received(b"POST")
    assert keep_alive.cancelled
    [timer] = connection.loop.waiting
    timer.ring()
    assert b"HTTP/1.1 408 " in connection.transport.written
    assert connection.transport.closed


async def test_a_request_behind_another_waits_for_it(connection: Connection) -> None:
    connection.protocol.data_received(HEAD + b"\r\nabcd" + HEAD + b"\r\nef")
    [timer] = connection.loop.waiting
    timer.ring()
    assert not connection.transport.closed
    await answered(connection)
    connection.protocol.data_received(b"gh")
    await answered(connection)
    assert connection.transport.written.endswith(b"efgh")


async def test_a_head_that_is_too_large_is_refused(connection: Connection) -> None:
    connection.protocol.data_received(HEAD)
    for _ in range(MAX_HEAD_BYTES // 1_000):
        connection.protocol.data_received(b"x-a: " + b"a" * 993 + b"\r\n")
    assert connection.transport.written.startswith(b"HTTP/1.1 431 ")
    assert connection.transport.closed


@pytest.mark.parametrize("with_its_head", [True, False])
async def test_a_large_body_is_no_head(connection: Connection, with_its_head: bool) -> None:
    body = b"b" * (MAX_HEAD_BYTES + 1)
    head = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: %d\r\n\r\n" % len(body)
    for data in [head + body] if with_its_head else [head, body]:
        connection.protocol.data_received(data)
    await answered(connection)
    assert connection.transport.written.startswith(b"HTTP/1.1 200 ")
    assert not connection.transport.closed


async def test_a_client_that_does_not_read_is_left(connection: Connection) -> None:
    connection.protocol.data_received(HEAD + b"\r\nabcd")
    await answered(connection)
    connection.protocol.pause_writing()
    [timer] = [each for each in connection.loop.waiting if each.seconds == ANSWER_SECONDS]
    timer.ring()
    assert connection.transport.aborted


async def test_a_client_that_reads_is_not_left(connection: Connection) -> None:
    connection.protocol.pause_writing()
    connection.protocol.resume_writing()
    assert [each for each in connection.loop.waiting if each.seconds == ANSWER_SECONDS] == []


@pytest.mark.parametrize("end", ["its answer", "a refusal", "its pause"])
async def test_a_closed_connection_does_not_wait_for_its_client(
    connection: Connection, end: str
) -> None:
    """A transport closes when everything was read, so one whose client reads nothing stays."""
    closing = b"connection: close\r\n" if end == "its answer" else b""
    if end == "a refusal":
        [timer] = connection.loop.waiting
        timer.ring()
    else:
        connection.protocol.data_received(HEAD + closing + b"\r\nabcd")
        await answered(connection)
    if end == "its pause":
        [keep_alive] = connection.loop.waiting
        keep_alive.ring()
    assert connection.transport.closed
    connection.protocol.resume_writing()
    [timer] = [each for each in connection.loop.waiting if each.seconds == ANSWER_SECONDS]
    timer.ring()
    assert connection.transport.aborted


async def test_a_connection_that_is_gone_waits_for_nothing(connection: Connection) -> None:
    connection.protocol.pause_writing()
    connection.protocol.connection_lost(None)
    assert connection.loop.waiting == []


class Impatient(BoundedHttp):
    answer_seconds = 0.1


@pytest.mark.parametrize("closing", [b"", b"connection: close\r\n"])
async def test_a_real_connection_ends_though_nobody_reads(closing: bytes) -> None:
    async def large(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(b"x" * 5_000_000)(scope, receive, send)

    config = uvicorn.Config(
        large, port=0, http=Impatient, log_config=None, lifespan="off", timeout_keep_alive=0
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started, failure="the server does not start")
    [port] = [each.getsockname()[1] for each in server.servers[0].sockets]
    with socket() as client:
        client.setsockopt(SOL_SOCKET, SO_RCVBUF, 4_096)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET / HTTP/1.1\r\nhost: a\r\n" + closing + b"\r\n")
        connections = server.server_state.connections
        await until(lambda: server.server_state.total_requests == 1, failure="no answer")
        await until(lambda: not connections, failure="the connection stays")
    server.should_exit = True
    await serving
