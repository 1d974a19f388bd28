"""Operations that would cost too much: refused before anything is executed."""

import asyncio
import importlib
import secrets
from collections.abc import Callable

import pytest
from graphql import build_schema, parse, validate

from dev.addresses import ROOT, SUBGRAPHS
from shared.graphql.limits import MAX_COST, MAX_SHAPE
from tests.attacks.conftest import Attacker
from tests.attacks.hostile import HOSTILE, TOO_COSTLY, TOO_LARGE
from tests.attacks.nesting import Path, paths
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold
from tests.supergraph.test_costs import ROUTER_COST, by_router, by_subgraph

BY_ROUTER = pytest.mark.embedded_router


@BY_ROUTER
@pytest.mark.parametrize("kind", HOSTILE)
async def test_the_router_refuses(attacker: Attacker, kind: str) -> None:
    query, variables, code = HOSTILE[kind]
    assert (await attacker.refused(query, variables))["extensions"]["code"] == code


@BY_ROUTER
@pytest.mark.parametrize("code", [TOO_COSTLY, TOO_LARGE])
async def test_a_refusal_is_counted(attacker: Attacker, code: str) -> None:
    query, variables, _ = next(each for each in HOSTILE.values() if each[2] == code)
    correlation_id = f"attack-{secrets.token_hex(8)}"
    body = {"query": query, "variables": variables}
    await attacker.post(body, correlation_id=correlation_id)
    assert await attacker.counted(correlation_id) == [code]


@BY_ROUTER
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


@BY_ROUTER
async def test_a_batch_is_refused(attacker: Attacker) -> None:
    batch = [{"query": "{ me { id } }"}] * 10
    for port in ("router", *SUBGRAPHS):
        assert (await attacker.post(batch, to=port)).status_code == 400


@BY_ROUTER
async def test_a_good_customer_is_served_meanwhile(
    attacker: Attacker, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    customer = await new_customer()
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
        held = await hold(customer, fresh_showtime(), "A1", "A2")
        booked = await book(customer, held["id"])
        attacked.set()
    assert all(each.done() for each in attacks)
    assert (booked["status"], len(booked["tickets"])) == ("CONFIRMED", 2)
