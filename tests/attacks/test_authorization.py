"""What stands in `Authorization`: a session's token behind the one scheme, or it says nothing."""

import base64
import json
from collections.abc import Callable

import pytest

from dev.client import Client
from tests.attacks.conftest import Attacker
from tests.stack.system.conftest import NewCustomer
from tests.supergraph.raw_http import POST

BODY = b'{"query": "{ me { id } }"}'
PORTS = ("router", "account")

TOKENS: dict[str, Callable[[bytes], bytes]] = {
    "as it must be": lambda token: b"Bearer " + token,
    "lower case": lambda token: b"bearer " + token,
    "upper case": lambda token: b"BEARER " + token,
    "two spaces": lambda token: b"Bearer  " + token,
    "space at its end": lambda token: b"Bearer " + token + b" \t ",
}
"""Forms of a session's token that are one."""

NO_TOKENS: dict[str, Callable[[bytes], bytes]] = {
    "another scheme": lambda token: b"Basic " + token,
    "no scheme": lambda token: token,
    "a scheme alone": lambda _: b"Bearer",
    "an empty token": lambda _: b"Bearer  ",
    "nothing": lambda _: b"",
    "a tab for a space": lambda token: b"Bearer\t" + token,
    "a colon": lambda token: b"Bearer: " + token,
    "two tokens": lambda token: b"Bearer " + token + b" " + token,
    "a list": lambda token: b"Bearer " + token + b", Bearer " + token,
    "a quoted token": lambda token: b'Bearer "' + token + b'"',
    "a token in base64": lambda token: b"Bearer " + base64.b64encode(token),
    "a token in percents": lambda token: b"Bearer " + b"".join(b"%%%02x" % byte for byte in token),
    "a long token": lambda token: b"Bearer " + token * 200,
    "bytes that are no text": lambda token: b"Bearer \xff\xc0\xaf" + token,
    "an invisible space": lambda token: b"Bearer \xe2\x80\x8b" + token,
    "a mark of byte order": lambda token: b"\xef\xbb\xbfBearer " + token,
    "full-width letters": lambda token: "\uff22earer ".encode() + token,
}
"""Forms that are none, though the token is there."""

BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "UTF-16": lambda token: f"Bearer {token.decode()}".encode("utf-16-be"),
    "a NUL": lambda token: b"Bearer " + token + b"\0",
    "a line feed": lambda token: b"Bearer\n " + token,
    "a carriage return": lambda token: b"Bearer\r " + token,
    "a folded line": lambda token: b"Bearer\r\n " + token,
}
"""Forms that are no header."""


@pytest.fixture(scope="module")
async def customer(new_customer: NewCustomer) -> Client:
    return await new_customer()


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("form", TOKENS)
async def test_a_token_is_taken(attacker: Attacker, customer: Client, port: str, form: str) -> None:
    assert await viewer(attacker, port, [TOKENS[form](token(customer))])


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("form", NO_TOKENS)
async def test_anything_else_is_a_guest(
    attacker: Attacker, customer: Client, port: str, form: str
) -> None:
    assert await viewer(attacker, port, [NO_TOKENS[form](token(customer))]) is None


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("form", BROKEN)
async def test_a_broken_header_is_refused(
    attacker: Attacker, customer: Client, port: str, form: str
) -> None:
    answer = await exchanged(attacker, port, [BROKEN[form](token(customer))])
    assert answer.startswith(b"HTTP/1.1 400 ")


async def test_a_token_of_a_megabyte_is_refused(attacker: Attacker) -> None:
    for port in PORTS:
        answer = await exchanged(attacker, port, [b"Bearer " + b"x" * 1_000_000])
        assert answer.startswith((b"HTTP/1.1 431 ", b"reset"))


@pytest.mark.parametrize("port", PORTS)
async def test_of_two_headers_the_first_counts(
    attacker: Attacker, customer: Client, port: str
) -> None:
    """At the router and behind it alike, so that no two of them read another caller."""
    good, bad = b"Bearer " + token(customer), b"Bearer x"
    assert await viewer(attacker, port, [good, bad])
    assert await viewer(attacker, port, [bad, good]) is None


def token(customer: Client) -> bytes:
    assert customer.token
    return customer.token.encode()


async def viewer(attacker: Attacker, port: str, headers: list[bytes]) -> str | None:
    """Return the id of the account that these headers stand for; None for a guest."""
    head, _, body = (await exchanged(attacker, port, headers)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    me = json.loads(body)["data"]["me"]
    return me and me["id"]


async def exchanged(attacker: Attacker, port: str, headers: list[bytes]) -> bytes:
    lines = [b"authorization: " + each for each in headers]
    lines += attacker.known(port)
    lines += [b"connection: close", b"content-length: %d" % len(BODY)]
    return await attacker.exchanged(POST + b"\r\n".join([*lines, b"", b""]) + BODY, to=port)
