"""Attacks that are refused, one after another by their number: `make attack` counts their cost."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from dev.addresses import SUBGRAPHS
from tests.attacks.conftest import Attacker
from tests.attacks.hostile import HOSTILE
from tests.supergraph.raw_http import BODY, POST

Attack = Callable[[Attacker, int], Awaitable[str]]
"""Sends the attack of this number; returns the code that refused it, or what else came."""

_ME = "{ me { id } }"
_HOLD = "mutation ($input: HoldSeatsInput!) { holdSeats(input: $input) { __typename } }"
_JSON = {"content-type": "application/json"}
_FORM = {"content-type": "application/x-www-form-urlencoded"}
_HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nhost: cinema.test\r\norigin: http://evil.test\r\n"
    b"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
    b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
_SLASH = b'{"query": "{ __typename } # \xc0\xaf"}'
_OVERLONG = POST + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(_SLASH) + _SLASH
_SMUGGLED = POST + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + BODY


def kinds() -> Mapping[str, tuple[str, Attack]]:
    """Every kind of attack by its name, with the process that refuses it."""
    found: dict[str, tuple[str, Attack]] = {}
    for name, (query, variables, _) in HOSTILE.items():
        found[name] = ("router", _operation(lambda _, query=query: query, variables))
    found |= {
        "a document that is new and too costly": ("router", _operation(_new_costly)),
        "a document that is new and invalid": ("router", _operation(_new_invalid)),
        "a document that does not end": ("router", _operation(lambda _: "{ me {" * 15)),
        "an operator instead of an id": ("router", _operation(_by_id, {"id": {"$ne": None}})),
        "thousands of wrong variables": (
            "router",
            _operation(lambda _: _HOLD, {"input": {"seats": [{"seat": 1}] * 2_000}}),
        ),
        "directives that do not exist": (
            "router",
            _operation(lambda number: f"query q{number} {{ __typename {'@aa ' * 50} }}"),
        ),
        "an overlong form of UTF-8": ("router", _raw(_OVERLONG)),
        "half a character": ("router", _operation(_by_id, {"id": "\ud800"})),
        "an unknown hash": ("router", _unknown_hash),
        "a batch": ("router", _body(json.dumps([{"query": _ME}] * 50))),
        "no JSON": ("router", _body("{" * 5_000)),
        "JSON in JSON": ("router", _body('{"query":' + "[" * 40_000)),
        "a body too large": ("router", _body(json.dumps({"query": _ME + " " * 100_000}))),
        "a form": (
            "router",
            _body("query=x", _FORM),
        ),
        "a hidden request": ("router", _raw(_SMUGGLED)),
        "headers too large": ("router", _raw(POST + b"name: value\r\n" * 4_000)),
        "a socket of another site": ("router", _raw(_HANDSHAKE)),
    }
    for subgraph in SUBGRAPHS:
        many = "{" + " ".join(f"a{n}: __typename" for n in range(500)) + "}"
        found[f"aliases at {subgraph}"] = (subgraph, _operation(lambda _, q=many: q, to=subgraph))
        found[f"a hidden request at {subgraph}"] = (subgraph, _raw(_SMUGGLED, to=subgraph))
    return found


def _operation(
    query: Callable[[int], str], variables: Mapping[str, Any] | None = None, *, to: str = "router"
) -> Attack:
    async def send(attacker: Attacker, number: int) -> str:
        answer = await attacker.send(query(number), variables, to=to)
        return _code(answer.text)

    return send


def _body(body: str, headers: Mapping[str, str] = _JSON) -> Attack:
    async def send(attacker: Attacker, _: int) -> str:
        answer = await attacker.http.post(attacker.stack.url, content=body, headers=headers)
        return _code(answer.text)

    return send


def _raw(sent: bytes, *, to: str = "router") -> Attack:
    async def send(attacker: Attacker, _: int) -> str:
        return (await attacker.exchanged(sent, to=to)).split(b"\r\n", 1)[0].decode()

    return send


def _code(answer: str) -> str:
    errors: list[dict[str, Any]] = json.loads(answer).get("errors", [])
    return errors[0]["extensions"]["code"] if errors else "answered"


async def _unknown_hash(attacker: Attacker, number: int) -> str:
    sha = hashlib.sha256(str(number).encode()).hexdigest()
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": sha}}
    return _code((await attacker.post({"extensions": extensions})).text)


def _by_id(_: int) -> str:
    return "query ($id: ID!) { movie(id: $id) { title } }"


def _new_costly(number: int) -> str:
    rows = "showtimes(first: 100) { edges { node { id } } }"
    return f"{{ a{number}: movies(first: 100) {{ edges {{ node {{ {rows} b: {rows} }} }} }} }}"


def _new_invalid(number: int) -> str:
    return "{" + " ".join(f"a{number}n{n}: nothing{n}" for n in range(25)) + "}"
