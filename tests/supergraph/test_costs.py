"""The router and the subgraphs count alike."""

import dataclasses
import importlib
import json
import random
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    get_introspection_query,
    get_operation_ast,
    is_composite_type,
    is_required_argument,
    parse,
)

from dev.node import find_node
from shared.graphql.cost import CEILING, OperationCost
from shared.graphql.limits import MAX_COST, MAX_SHAPE
from shared.graphql.weights import Weights, weights_of
from tests.supergraph.programs import ROUTER

SCRIPT = Path(__file__).with_name("costs.mjs")
PAGE = "showtimes(first: $n) { totalCount edges { cursor node { id movie { title genres } } } }"


def nested(levels: int) -> str:
    inner = nested(levels - 1) if levels else "id"
    return f"showtimes(first: 100) {{ edges {{ node {{ movie {{ {inner} }} }} }} }}"


def by_subgraph(subgraph: str, query: str, variables: Mapping[str, Any] | None = None) -> int:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation is not None
    return OperationCost(document, operation, _weights(subgraph)).of(variables)


@cache
def _weights(subgraph: str) -> Weights:
    return weights_of(importlib.import_module(f"subgraphs.{subgraph}.api.schema").schema._schema)


def by_router(operations: Sequence[tuple[str, Mapping[str, Any] | None]]) -> list[int]:
    given = [{"query": query, "variables": variables} for query, variables in operations]
    done = subprocess.run(
        [find_node(), SCRIPT, ROUTER / "supergraph.graphql"],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


# A router allows half of what a subgraph allows.
ROUTER_COST = MAX_COST // 2


def test_the_router_allows_half_of_what_a_subgraph_allows() -> None:
    limits = (ROUTER / "gateway" / "limits.mjs").read_text()
    [cost] = re.findall(r"MAX_COST = ([\d_]+);", limits)
    assert int(cost) == ROUTER_COST
    [shape] = re.findall(r"MAX_SHAPE = Object.freeze\(\{(.*?)\}\)", limits, re.DOTALL)
    found = {name: int(value) for name, value in re.findall(r"(\w+): ([\d_]+),", shape)}
    halves = {name: limit // 2 for name, limit in dataclasses.asdict(MAX_SHAPE).items()}
    # Nothing that the router adds is a mutation.
    expected = {**halves, "rootFields": halves["root_fields"], "mutations": MAX_SHAPE.mutations}
    del expected["root_fields"]
    assert found == expected


# Subgraph, operation, variables and cost.
TABLE: list[tuple[str, str, Mapping[str, Any] | None, int]] = [
    ("account", "{ me { id email } }", None, 3),
    ("account", "{ me { roles sessions { id } } }", None, 1 + 3 + 20 * 2),
    ("account", "{ a: me { id } b: me { id } }", None, 4),
    ("catalog", "{ movies { edges { node { id } } } }", None, 1 + 20 * 3),
    ("catalog", "{ movies(first: 7) { edges { node { id } } totalCount } }", None, 1 + 7 * 3 + 40),
    ("catalog", "{ movies(first: 1000) { edges { cursor } } }", None, 1 + 100 * 2),
    ("catalog", "{ movies(first: null) { edges { cursor } } }", None, 1 + 20 * 2),
    ("catalog", "{ cities { cinemas { name } } }", None, 10 * (1 + 5 * 2)),
    (
        "catalog",
        f"{{ movies(first: 100) {{ edges {{ node {{ {nested(3)} }} }} }} }}",
        None,
        CEILING,
    ),
    ("catalog", f"query ($n: Int) {{ {PAGE} }}", {"n": 10}, 1 + 40 + 10 * 13),
    ("catalog", f"query ($n: Int) {{ {PAGE} }}", {}, 1 + 40 + 50 * 13),
    ("catalog", f"query ($n: Int = 2) {{ {PAGE} }}", None, 1 + 40 + 2 * 13),
    ("catalog", f"query ($n: Int) {{ {PAGE} }}", {"n": None}, 41 + 50 * 13),
    ("catalog", f"query ($n: Int) {{ {PAGE} }}", {"n": -5}, 41),
    ("catalog", f"query ($n: Int) {{ {PAGE} }}", {"n": "7"}, 41 + 50 * 13),
    (
        "catalog",
        "{ a: movies(first: 2) { ...F } b: movies(first: 3) { ...F } }"
        " fragment F on MovieConnection { edges { node { id __typename } } }",
        None,
        2 + 5 * 4,
    ),
    (
        "catalog",
        "mutation ($i: CreateCinemaInput!) { createCinema(input: $i) { __typename"
        " ... on Cinema { id city { name } } ... on UserError { code message } } }",
        {},
        1 + 1 + 1 + (3 + 1),
    ),
    ("catalog", "{ __schema { types { name fields { name } } } }", None, 1 + 100 * (2 + 10) // 10),
    (
        "booking",
        "subscription S($s: ID!) { seatMapChanged(showtimeId: $s) { version seats { id state } } }",
        {},
        2 + 300 * 3,
    ),
    ("payment", "{ payments(first: 3) { edges { node { refunds { id } } } } }", None, 1 + 3 * 12),
]


@pytest.mark.parametrize(("subgraph", "query", "variables", "expected"), TABLE)
def test_a_subgraph_counts_as_the_table_says(
    subgraph: str, query: str, variables: Mapping[str, Any] | None, expected: int
) -> None:
    assert by_subgraph(subgraph, query, variables) == expected


def test_the_router_counts_as_the_table_says() -> None:
    costs = by_router([(query, variables) for _, query, variables, _ in TABLE])
    assert costs == [expected for *_, expected in TABLE]


def test_both_count_introspection_alike() -> None:
    assert by_router([(get_introspection_query(), None)]) == [
        by_subgraph("account", get_introspection_query())
    ]


def test_both_count_random_operations_alike() -> None:
    schema = importlib.import_module("subgraphs.catalog.api.schema").schema._schema
    chance = random.Random(7)
    queries = [f"{{ {_selection(schema, 'Query', chance, 9)} }}" for _ in range(300)]
    costs = [by_subgraph("catalog", query) for query in queries]
    assert by_router([(query, None) for query in queries]) == costs
    # Small ones and large ones.
    assert min(costs) < 100 < 1_000_000 < max(costs)


def _selection(schema: GraphQLSchema, type_name: str, chance: random.Random, depth: int) -> str:
    """Return a random selection, which need not be valid in its arguments."""
    type_ = schema.type_map[type_name]
    if not isinstance(type_, GraphQLObjectType):
        return "__typename"
    chosen: list[str] = []
    for number in range(chance.randint(1, 3)):
        name, field = chance.choice(list(type_.fields.items()))
        inner: Any = schema.type_map[str(field.type).strip("[]!")]
        required = any(is_required_argument(each) for each in field.args.values())
        if name.startswith("_") or required or (is_composite_type(inner) and depth == 0):
            chosen.append("__typename")
            continue
        arguments = f"(first: {chance.randint(0, 120)})" if "first" in field.args else ""
        if is_composite_type(inner):
            selection = _selection(schema, inner.name, chance, depth - 1)
            chosen.append(f"a{number}: {name}{arguments} {{ ... {{ {selection} }} }}")
        else:
            chosen.append(f"a{number}: {name}{arguments}")
    return " ".join(chosen)
