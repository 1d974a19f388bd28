"""Requests that try to hide another one or never end, at each subgraph's own port.

The router sends them: a stranger's are not read.
"""

import pytest

from dev.addresses import SUBGRAPHS
from dev.stack import Stack
from shared.graphql.http_requests import MAX_BODY_BYTES
from shared.runtime.http_server import MAX_HEAD_BYTES
from tests.supergraph.raw_http import BODY, POST, WHOLE, exchanged

LENGTH = b"content-length: %d\r\n" % len(BODY)
ENDLESS = b"transfer-encoding: chunked\r\n\r\n%x\r\n" % (10 * MAX_BODY_BYTES)
HOSTILE = {
    "a length and chunks": (POST + LENGTH + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "two lengths": (POST + LENGTH + b"content-length: 3\r\n\r\n" + BODY, 400),
    "a folded header": (POST + LENGTH + b"x-a: b\r\n c: d\r\n\r\n" + BODY, 400),
    "a bare line feed": (POST + LENGTH + b"x-a: b\nc: d\r\n\r\n" + BODY, 400),
    "a head without end": (POST + b"name: value\r\n" * (MAX_HEAD_BYTES // 4), 431),
    "a body without end": (POST + ENDLESS + b"x" * (MAX_BODY_BYTES + 1) + WHOLE, 413),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_a_hidden_or_endless_request_is_refused(stack: Stack, subgraph: str, kind: str) -> None:
    sent, status = HOSTILE[kind]
    [(name, secret)] = stack.as_router(subgraph).headers.items()
    known = POST + f"{name}: {secret}\r\n".encode()
    answer = exchanged(stack.ports.url(subgraph), sent.replace(POST, known, 1))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"HTTP/1.1") == 1
