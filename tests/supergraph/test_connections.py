"""Connections that waste the router's time or try to hide a request from it."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.raw_http import (
    BODY,
    POST,
    WHOLE,
    connected,
    exchanged,
    trickled,
)
from tests.supergraph.serving import RouterProcess, router, wait_until

pytestmark = pytest.mark.embedded_router

LENGTH = b"content-length: %d\r\n" % len(BODY)
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
SLOW = {
    "silence": (b"", b""),
    "headers": (POST, b"x-a: b\r\n"),
    "empty lines": (b"", b"\r\n"),
    "a body": (POST + LENGTH + b"\r\n", b"{"),
    "chunks": (POST + b"transfer-encoding: chunked\r\n\r\n", b"1\r\n{\r\n"),
}
"""The beginning of a request, and what follows it drop by drop."""
CONNECTIONS_OF_A_KIND = 20


@pytest.fixture(scope="module")
def impatient(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RouterProcess]:
    """A router that waits a second for a request, and a second for its answer to be read."""
    log = tmp_path_factory.mktemp("impatient") / "log"
    limits = {"ROUTER_READ_TIMEOUT_SECONDS": "1", "ROUTER_ANSWER_TIMEOUT_SECONDS": "1"}
    with router(toy_supergraph, log, **served_toys.urls, **limits) as started:
        yield started


async def test_slow_requests_are_ended_and_others_served(impatient: RouterProcess) -> None:
    slow = [
        asyncio.create_task(trickled(impatient.url, start, drop, 0.1))
        for start, drop in SLOW.values()
        for _ in range(CONNECTIONS_OF_A_KIND)
    ]
    for _ in range(5):
        answer = await asyncio.to_thread(impatient.ask, "{ me }")
        assert answer.json()["data"] == {"me": ""}
    for answer in await asyncio.gather(*slow):
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b'"code":"REQUEST_TIMEOUT"' in answer
    lines = map(json.loads, impatient.log.read_text().splitlines())
    refused = [line["errors"] for line in lines if line["event"] == "connection_refused"]
    assert refused == [["REQUEST_TIMEOUT"]] * len(slow)


@pytest.mark.parametrize(
    "sent",
    [
        POST + LENGTH + b"transfer-encoding: chunked\r\n\r\n" + CHUNKED,
        POST + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + WHOLE,
        POST + LENGTH + b"transfer-encoding : chunked\r\n\r\n" + CHUNKED,
        POST + LENGTH + b"transfer-encoding:\r\n chunked\r\n\r\n" + CHUNKED,
        POST + b"transfer-encoding: chunked, identity\r\n\r\n" + CHUNKED,
        POST + b"transfer-encoding: xchunked\r\n\r\n" + CHUNKED,
        POST + LENGTH + b"content-length: 3\r\n\r\n" + BODY,
        POST + b"content-length: +27\r\n\r\n" + BODY,
        POST + LENGTH + b"x-a: b\r\n c: d\r\n\r\n" + BODY,
        POST + LENGTH + b"x-a: b\rauthorization: c\r\n\r\n" + BODY,
        POST + LENGTH + b"x-a: b\nauthorization: c\r\n\r\n" + BODY,
        POST + LENGTH + b"x-a: b\0c\r\n\r\n" + BODY,
        POST + LENGTH + b"host: evil.test\r\nconnection: close\r\n\r\n" + BODY,
    ],
    ids=[
        "a length and chunks",
        "a second request behind the chunks",
        "a space before the colon",
        "chunks in a folded header",
        "chunks and identity",
        "chunks by another name",
        "two lengths",
        "a signed length",
        "a folded header",
        "a bare carriage return",
        "a bare line feed",
        "a NUL",
        "two hosts",
    ],
)
def test_a_request_that_two_servers_could_read_differently_is_refused(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, sent: bytes
) -> None:
    answer = exchanged(toy_router.url, sent)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert b'"code":"BAD_REQUEST"' in answer
    assert subgraphs.people == []


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (POST + b"content-length: 1000000000000\r\n\r\n", 413, "REQUEST_TOO_LARGE"),
        (
            POST + b"transfer-encoding: chunked\r\n\r\n30d40\r\n" + b"x" * 200_000 + WHOLE,
            413,
            "REQUEST_TOO_LARGE",
        ),
        (
            POST + b"content-length: 200000\r\n\r\n" + b"x" * 200_000 + WHOLE,
            413,
            "REQUEST_TOO_LARGE",
        ),
        (
            POST + b"transfer-encoding: chunked\r\n\r\n1;" + b"x" * 20_000,
            413,
            "REQUEST_TOO_LARGE",
        ),
        (POST + b"x-a: " + b"a" * 20_000, 431, "HEADERS_TOO_LARGE"),
        (POST + b"name: value\r\n" * 4_000, 431, "HEADERS_TOO_LARGE"),
        (b"GET /graphql?query=" + b"a" * 20_000, 431, "HEADERS_TOO_LARGE"),
    ],
    ids=[
        "a length",
        "chunks",
        "a body before another",
        "a chunk's name",
        "one header",
        "headers",
        "a path",
    ],
)
def test_what_is_too_large_is_refused_and_its_connection_closed(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, sent: bytes, status: int, code: str
) -> None:
    """Nothing behind it is answered: the router does not know where that begins."""
    answer = exchanged(toy_router.url, sent)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"HTTP/1.1") == 1
    assert f'"code":"{code}"'.encode() in answer
    assert subgraphs.people == []


def test_a_client_that_does_not_read_its_answer_is_left(
    impatient: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    query = b'{"query": "{ motto(length: 1900000) }"}'
    with connected(impatient.url, receive_buffer=4_096) as connection:
        connection.sendall(
            POST
            + b"x-correlation-id: reads-nothing\r\n"
            + b"content-length: %d\r\n\r\n" % len(query)
            + query
        )
        # The line is written when the connection ends.
        wait_until(lambda: lines_about("reads-nothing", impatient.log) != [])


def test_a_client_that_leaves_amid_its_request_is_no_fault(
    toy_router: RouterProcess, subgraphs: ToySubgraphs
) -> None:
    begun = POST + b"content-length: 100\r\nx-correlation-id: left-early\r\n\r\n{"
    with connected(toy_router.url) as connection:
        connection.sendall(begun)
    wait_until(lambda: lines_about("left-early", toy_router.log) != [])
    [line] = lines_about("left-early", toy_router.log)
    assert (line["event"], line["level"]) == ("request", "info")
    assert "status" not in line


def lines_about(correlation_id: str, log: Path) -> list[dict[str, Any]]:
    lines = map(json.loads, log.read_text().splitlines())
    return [line for line in lines if line.get("correlation_id") == correlation_id]
