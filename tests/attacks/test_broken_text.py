"""Bytes that are no UTF-8: overlong forms of ASCII, half characters, what no character has."""

import pytest

from dev.addresses import SUBGRAPHS
from tests.attacks.conftest import Attacker
from tests.supergraph.raw_http import BODY, POST

PORTS = ("router", *SUBGRAPHS)
BROKEN = {
    "a slash in two bytes": b"\xc0\xaf",
    "a slash in three bytes": b"\xe0\x80\xaf",
    "a slash in four bytes": b"\xf0\x80\x80\xaf",
    "a quote in two bytes": b"\xc0\xa2",
    "a NUL in two bytes": b"\xc0\x80",
    "half a character of UTF-16": b"\xed\xa0\x80",
    "a character past the last": b"\xf4\x90\x80\x80",
    "the end of a character": b"\x80",
    "the beginning of a character": b"\xe2\x82",
    "a byte of no character": b"\xff",
}
HEADERS = (
    *(b"user-agent", b"x-correlation-id", b"traceparent", b"tracestate", b"accept-language"),
    *(b"cookie", b"origin", b"sec-fetch-site", b"x-forwarded-for", b"x-forwarded-host"),
)
"""Headers that the router or a service reads, and one that nobody reads."""


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("form", BROKEN)
async def test_a_body_with_it_is_refused(attacker: Attacker, port: str, form: str) -> None:
    for body in (
        b'{"query": "{ __typename }", "variables": {"a": "%b"}}',
        b'{"query": "{ __typename }", "%b": 1}',
        b'{"query": "{ __typename } # %b"}',
    ):
        answer = await sent(attacker, port, body=body % BROKEN[form])
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b'"code":"BAD_REQUEST"' in answer


@pytest.mark.parametrize("port", PORTS)
async def test_a_header_with_it_changes_nothing(attacker: Attacker, port: str) -> None:
    """Headers are bytes; nobody makes other text of them, and the log stays JSON."""
    for name in HEADERS:
        for form in BROKEN.values():
            answer = await sent(attacker, port, header=name + b": a=" + form)
            assert answer.startswith(b"HTTP/1.1 200 "), (name, form, answer)
            assert b'{"data":{"__typename":"Query"}' in answer
    log = (attacker.stack.folders.logs / f"{port}.log").read_text()
    assert '"level":"error"' not in log.replace(" ", "")


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("form", BROKEN)
async def test_a_path_with_it_is_no_other_path(attacker: Attacker, port: str, form: str) -> None:
    plain = BROKEN[form]
    escaped = b"".join(b"%%%02x" % byte for byte in plain)
    for path in (b"/graphql" + plain, b"/graphql?query=" + plain):
        assert (await sent(attacker, port, path=path)).startswith(b"HTTP/1.1 400 ")
    for path in (b"/graphql" + escaped, escaped + b"graphql", b"/health/live" + escaped):
        assert (await sent(attacker, port, path=path)).startswith(b"HTTP/1.1 4")


async def sent(
    attacker: Attacker,
    port: str,
    *,
    path: bytes = b"/graphql",
    header: bytes = b"x-a: b",
    body: bytes = BODY,
) -> bytes:
    lines = [header, *attacker.known(port), b"connection: close"]
    lines += [b"content-length: %d" % len(body)]
    head = POST.replace(b"/graphql", path, 1) + b"\r\n".join([*lines, b"", b""])
    return await attacker.exchanged(head + body, to=port)
