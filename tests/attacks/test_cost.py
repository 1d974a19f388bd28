"""Operations that would cost too much: refused before anything is executed."""

import asyncio
import importlib
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import build_schema, parse, validate

from dev.addresses import ROOT, SUBGRAPHS
from dev.client import Client
from shared.graphql.limits import MAX_COST, MAX_SHAPE
from tests.attacks.conftest import Attacker
from tests.attacks.nesting import Path, paths
from tests.supergraph.test_costs import ROUTER_COST, by_router, by_subgraph

pytestmark = pytest.mark.embedded_router

TOO_COSTLY, TOO_LARGE = "OPERATION_TOO_COSTLY", "OPERATION_TOO_LARGE"


def _nested(levels: int) -> str:
    inner = _nested(levels - 1) if levels else "id"
    return f"movie {{ showtimes(first: 100) {{ edges {{ node {{ {inner} }} }} }} }}"


def _aliased(times: int, field: str) -> str:
    return f"{{ {' '.join(f'a{n}: {field}' for n in range(times))} }}"


def _doubling(fragments: int) -> str:
    return "{ movies(first: 1) { edges { node { ...F0 } } } }" + "".join(
        f" fragment F{n} on Movie {{ showtimes(first: 9) {{ edges {{ node {{"
        f" a: movie {{ ...F{n + 1} }} b: movie {{ ...F{n + 1} }} }} }} }} }}"
        for n in range(fragments)
    )


HOSTILE: dict[str, tuple[str, Mapping[str, Any], str]] = {
    "movies in showtimes in movies": (
        f"{{ movies(first: 100) {{ edges {{ node {{ showtimes(first: 100) {{ edges {{ node {{"
        f" {_nested(1)} }} }} }} }} }} }} }}",
        {},
        TOO_COSTLY,
    ),
    "every showtime of every cinema": (
        "{ cities { cinemas { showtimes(first: 100) { edges { node {"
        " movie { showtimes(first: 100) { edges { node { id cinema { name } } } } }"
        " } } } } } }",
        {},
        TOO_COSTLY,
    ),
    "60 aliases": (_aliased(60, "movies(first: 100) { edges { node { id } } }"), {}, TOO_LARGE),
    "29 aliases": (
        _aliased(29, "movies(first: 100) { edges { node { id title } } }"),
        {},
        TOO_COSTLY,
    ),
    "101 aliases of a leaf": (
        "{ me {" + " ".join(f"a{n}: id" for n in range(101)) + "} }",
        {},
        TOO_LARGE,
    ),
    "a page of a variable size": (
        "query ($n: Int) { movies(first: $n) { edges { node {"
        " showtimes(first: $n) { edges { node { id } } } } } } }",
        {"n": 100},
        TOO_COSTLY,
    ),
    "a default size": (
        "query ($n: Int = 100) { movies(first: $n) { edges { node {"
        " showtimes(first: $n) { edges { node { id } } } } } } }",
        {},
        TOO_COSTLY,
    ),
    "fragments that double": (f"{_doubling(3)} fragment F3 on Movie {{ id }}", {}, TOO_COSTLY),
    "fragments that double more often": (
        f"{_doubling(15)} fragment F15 on Movie {{ id }}",
        {},
        TOO_LARGE,
    ),
    "a chain of fragments": (
        "{ me { ...F0 } }"
        + "".join(f" fragment F{n} on Account {{ ...F{n + 1} }}" for n in range(200))
        + " fragment F200 on Account { id }",
        {},
        TOO_LARGE,
    ),
    "inline fragments in each other": (
        "{ me {" + "... {" * 100 + "id" + "}" * 100 + "} }",
        {},
        TOO_LARGE,
    ),
    "depth": (
        '{ movie(id: "x") {' + _nested(7).removeprefix("movie {") + "}",
        {},
        TOO_LARGE,
    ),
    "directives": ("{ me { id" + " @include(if: true)" * 51 + "} }", {}, TOO_LARGE),
    "a field repeated": ("{ me {" + " id" * 500 + "} }", {}, TOO_LARGE),
    "type names repeated": ("{" + " __typename" * 500 + "}", {}, TOO_LARGE),
    "11 logins": (
        "mutation ($i: LoginInput!) {"
        + " ".join(f"a{n}: login(input: $i) {{ __typename }}" for n in range(11))
        + "}",
        {"i": {"email": "alice@cinema.test", "password": "x"}},
        TOO_LARGE,
    ),
    "introspection many times": (
        _aliased(30, "__schema { types { fields { args { name type { name } } type { name } } } }"),
        {},
        TOO_COSTLY,
    ),
    "a subscription": (
        'subscription { bookingUpdated(id: "x") { account { bookings(first: 100) { edges {'
        " node { account { bookings(first: 100) { edges { node { id } } } } } } } } } }",
        {},
        TOO_COSTLY,
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_the_router_refuses(attacker: Attacker, kind: str) -> None:
    query, variables, code = HOSTILE[kind]
    assert (await attacker.refused(query, variables))["extensions"]["code"] == code


async def test_the_router_refuses_nested_lists_by_every_path(attacker: Attacker) -> None:
    schema = build_schema((ROOT / "router" / "api.graphql").read_text())
    found = [path.query for path in paths(schema, Path("{", "Query"))]
    costs = by_router([(query, None) for query in found])
    hostile = [each for each in zip(found, costs, strict=True) if each[1] > ROUTER_COST]
    assert len(hostile) > 1_000
    for query, cost in hostile:
        error = await attacker.refused(query)
        assert error["extensions"] == {"code": TOO_COSTLY, "cost": cost, "limit": ROUTER_COST}


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
async def test_a_subgraph_refuses_nested_lists_by_every_path(
    attacker: Attacker, subgraph: str
) -> None:
    """Callers on the inside reach its port past the router."""
    schema = importlib.import_module(f"subgraphs.{subgraph}.api.schema").schema._schema
    starts = [Path("{", "Query")]
    entities = schema.type_map["_Entity"].types if "_Entity" in schema.type_map else ()
    starts += [
        Path(
            f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on {each.name} {{",
            each.name,
            braces=3,
        )
        for each in entities
    ]
    variables = {"r": [{"__typename": each.name, "id": "x"} for each in entities[:1]] * 1_000}
    refused = 0
    for start in starts:
        for path in paths(schema, start):
            if validate(schema, parse(path.query)):
                continue
            cost = by_subgraph(subgraph, path.query, variables)
            if cost > MAX_COST:
                error = await attacker.refused(path.query, variables, to=subgraph)
                assert error["extensions"]["cost"] == cost
                refused += 1
    assert refused


async def test_a_subgraph_refuses_many_entities(attacker: Attacker) -> None:
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Movie { id } } }"
    many = {"r": [{"__typename": "Movie", "id": str(n)} for n in range(MAX_COST)]}
    error = await attacker.refused(query, many, to="catalog")
    assert error["extensions"]["code"] == TOO_COSTLY


async def test_a_subgraph_refuses_what_is_too_large(attacker: Attacker) -> None:
    query = "{" + " ".join(f"a{n}: me {{ id }}" for n in range(MAX_SHAPE.root_fields + 1)) + "}"
    error = await attacker.refused(query, to="account")
    assert error["extensions"]["code"] == TOO_LARGE


async def test_a_batch_is_refused(attacker: Attacker) -> None:
    batch = [{"query": "{ me { id } }"}] * 10
    for port in ("router", *SUBGRAPHS):
        assert (await attacker.post(batch, to=port)).status_code == 400


async def test_a_good_customer_is_served_meanwhile(attacker: Attacker, customer: Client) -> None:
    attacked = asyncio.Event()

    async def attack() -> None:
        while not attacked.is_set():
            for query, variables, _ in HOSTILE.values():
                await attacker.refused(query, variables)

    async with asyncio.TaskGroup() as group:
        attacks = [group.create_task(attack()) for _ in range(4)]
        for _ in range(50):
            me = (await customer.ask("{ me { id email } }"))["me"]
            assert me["email"].endswith("@cinema.test")
        attacked.set()
    assert all(each.done() for each in attacks)
