"""Keys of entities at a subgraph's port: JSON of any kind, which no schema checks."""

import importlib
import json
from typing import Any

import pytest
from graphql import GraphQLUnionType

from dev.addresses import SUBGRAPHS
from tests.attacks.conftest import Attacker

KEYS: tuple[Any, ...] = (
    {"$ne": None},
    {"$where": "sleep(5000)"},
    [{"$regex": ".*"}],
    None,
    True,
    7,
    1e308,
    "\x00",
    "\ud800",
    "x" * 50_000,
)
QUERY = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }"


def entities(subgraph: str) -> list[str]:
    schema = importlib.import_module(f"subgraphs.{subgraph}.api.schema").schema._schema
    union = schema.type_map.get("_Entity")
    return [each.name for each in union.types] if isinstance(union, GraphQLUnionType) else []


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
async def test_a_key_that_is_no_id_finds_nothing(attacker: Attacker, subgraph: str) -> None:
    for entity in entities(subgraph):
        for key in KEYS:
            asked = {"r": [{"__typename": entity, "id": key}]}
            body = json.dumps({"query": QUERY, "variables": asked})
            answer = await attacker.post(body, to=subgraph)
            assert found(answer.json()) is None, (entity, key, answer.text)
            assert "INTERNAL" not in answer.text, (entity, key)


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
async def test_what_is_no_key_is_refused(attacker: Attacker, subgraph: str) -> None:
    hostile: tuple[Any, ...] = (
        {},
        {"__typename": "Query"},
        {"__typename": {"$ne": None}},
        {"__typename": "__proto__", "id": "x"},
        {"__typename": entities(subgraph)[0]},
        {"__typename": entities(subgraph)[0], "other": "x"},
        {"__typename": entities(subgraph)[0], "id": "x", "other": {"$ne": None}},
        "x",
        [],
    )
    for each in hostile:
        body = json.dumps({"query": QUERY, "variables": {"r": [each]}})
        answer = await attacker.post(body, to=subgraph)
        assert found(answer.json()) is None, (each, answer.text)
        assert "INTERNAL" not in answer.text, each


def found(answer: dict[str, Any]) -> Any:
    data: dict[str, list[Any]] = answer.get("data") or {}
    return data.get("_entities", [None])[0]
