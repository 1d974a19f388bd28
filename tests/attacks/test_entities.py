"""Keys of entities at a subgraph's port: JSON of any kind, which no schema checks."""

import importlib
from typing import Any

import pytest
from graphql import GraphQLUnionType

from dev.addresses import SUBGRAPHS
from tests.attacks.conftest import Attacker

NO_KEYS: tuple[Any, ...] = (
    {"$ne": None},
    {"$where": "sleep(5000)"},
    ["x"],
    None,
    True,
    7,
    "\ud800",
)
UNKNOWN_KEYS = ("x", "", "\x00", "$ne", "x" * 50_000)
QUERY = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }"


def entities(subgraph: str) -> list[str]:
    schema = importlib.import_module(f"subgraphs.{subgraph}.api.schema").schema._schema
    union = schema.type_map.get("_Entity")
    return [each.name for each in union.types] if isinstance(union, GraphQLUnionType) else []


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
async def test_a_key_that_is_no_text_is_refused(attacker: Attacker, subgraph: str) -> None:
    for entity in entities(subgraph):
        for key in NO_KEYS:
            answer = await ask(attacker, subgraph, {"__typename": entity, "id": key})
            assert code(answer) == "BAD_USER_INPUT", (entity, key, answer)


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
async def test_an_unknown_key_is_no_fault(attacker: Attacker, subgraph: str) -> None:
    for entity in entities(subgraph):
        for key in UNKNOWN_KEYS:
            answer = await ask(attacker, subgraph, {"__typename": entity, "id": key})
            assert code(answer) in (None, "UNAUTHENTICATED", "BAD_USER_INPUT"), (
                entity,
                key,
                answer,
            )


async def ask(attacker: Attacker, subgraph: str, representation: Any) -> dict[str, Any]:
    body = {"query": QUERY, "variables": {"r": [representation]}}
    return (await attacker.post(body, to=subgraph)).json()


def code(answer: dict[str, Any]) -> str | None:
    errors: list[dict[str, Any]] = answer.get("errors", [])
    return errors[0]["extensions"]["code"] if errors else None
