"""A crowd tells right answers, refusals and all else apart."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from tests.faults.crowd import crowd as crowds
from tests.faults.crowd.crowd import Crowd, Question

HOST = "127.0.0.1"
SHED = b'{"errors":[{"extensions":{"code":"SERVICE_OVERLOADED"}}]}'
ANSWERS = {
    b"right": (b"200 OK", b'{"data":{"showtime":{"id":"sho_1"}}}'),
    b"another": (b"200 OK", b'{"data":{"showtime":{"id":"sho_2"}}}'),
    b"half": (b"200 OK", b'{"data":{"showtime":{"id":"sho_1"}},"errors":[{}]}'),
    b"shed": (b"503 Service Unavailable", SHED),
}


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each line; in two pieces, as a large answer comes."""
    while line := await reader.readline():
        if line.strip() == b"silence":
            continue
        if line.strip() not in ANSWERS:
            break
        status, body = ANSWERS[line.strip()]
        length = str(len(body)).encode()
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: " + length + b"\r\n\r\n")
        writer.write(body[:5])
        await writer.drain()
        await asyncio.sleep(0.002)
        writer.write(body[5:])
    writer.close()


@pytest.fixture
async def port() -> AsyncGenerator[int]:
    async with await asyncio.start_server(serve, HOST, 0) as server:
        yield server.sockets[0].getsockname()[1]


def crowd(port: int, *asked: str) -> Crowd:
    questions = [Question("page", f"{each}\n".encode(), b'"id":"sho_1"') for each in asked]
    return Crowd(HOST, port, questions)


async def test_right_answers_and_refusals_are_timed(port: int) -> None:
    readers = crowd(port, "right", "shed")
    await readers.read_at_rate(100, 0.2)
    assert len(readers.seen.answered["page"]) == len(readers.seen.shed) == 10
    assert all(0 < each < 1_000 for each in readers.seen.shed)
    assert not readers.seen.failures


@pytest.mark.parametrize("asked", ["another", "half", "hang up", "silence"])
async def test_all_else_is_a_failure(
    port: int, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "_LONGEST_SECONDS", 0.1)
    readers = crowd(port, asked)
    await readers.read_at_rate(100, 0.05)
    assert readers.seen.failures.total() == 5
    assert not readers.seen.answered
    assert not readers.seen.shed


async def test_readers_at_once_ask_again_after_each_answer(port: int) -> None:
    readers = crowd(port, "right")
    await readers.read_at_once(3, 0.1)
    assert len(readers.seen.answered["page"]) > 6
