"""A null where the schema has none goes up to the next field that may be null."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dev.node import find_node, install_packages
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.programs import ROUTER
from tests.supergraph.serving import RouterProcess

SCRIPT = Path(__file__).with_name("nulls.mjs")
SDL = """
type Query { box: Box strict: Box! boxes: [Box!] loose: [Box] things: [Thing!]! }
type Box { id: ID! size: Int inner: Box needed: Box! names: [String!] }
type Bag { id: ID! weight: Int! }
union Thing = Box | Bag
"""
NOTHING = "nothing"
CASES: list[tuple[str, Any, Any]] = [
    ("{ box { id size } }", {"box": {"id": "a", "size": None}}, None),
    ("{ box { id } }", {"box": {"id": None}}, {"box": None}),
    ("{ a: box { b: id } }", {"a": {"b": None}}, {"a": None}),
    ("{ strict { id } }", {"strict": {"id": None}}, NOTHING),
    ("{ strict { id } box { id } }", {"strict": None, "box": {"id": "a"}}, NOTHING),
    (
        "{ box { inner { needed { id } } } }",
        {"box": {"inner": {"needed": {"id": None}}}},
        {"box": {"inner": None}},
    ),
    ("{ boxes { id } }", {"boxes": [{"id": "a"}, {"id": None}]}, {"boxes": None}),
    ("{ loose { id } }", {"loose": [{"id": "a"}, {"id": None}]}, {"loose": [{"id": "a"}, None]}),
    ("{ box { names } }", {"box": {"names": ["a", None]}}, {"box": {"names": None}}),
    ("{ things { ... on Bag { weight } } }", {"things": [{"weight": None}, {}]}, NOTHING),
    ("{ box { ...F } } fragment F on Box { id }", {"box": {"id": None}}, {"box": None}),
    (
        "{ box { inner { id } } box { inner { needed { id } } } }",
        {"box": {"inner": {"id": "a", "needed": None}}},
        {"box": {"inner": None}},
    ),
    ("{ __proto__: box { id } }", {"__proto__": {"id": None}}, {"__proto__": None}),
    ("{ box { __typename id } }", {"box": {"__typename": "Box", "id": "a"}}, None),
    ("{ __schema { types { name } } }", {"__schema": {"types": [{"name": None}]}}, None),
]
"""A query, data for it, and the data afterwards, where they are others."""


@pytest.mark.embedded_router
def test_nulls_are_raised() -> None:
    install_packages(ROUTER / "gateway")
    cases = [{"sdl": SDL, "query": query, "data": data} for query, data, _ in CASES]
    done = subprocess.run(
        [find_node(), SCRIPT], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    for (query, data, expected), raised in zip(CASES, json.loads(done.stdout), strict=True):
        assert raised == (None if expected == NOTHING else expected or data), query


@pytest.mark.parametrize(
    "selection", ["name refused", "name bestFriend { refused }", "bestFriend { name refused }"]
)
def test_a_part_that_failed_leaves_no_null_where_none_may_be(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, selection: str
) -> None:
    answer = toy_router.ask(f'{{ me person(id: "ada") {{ {selection} }} }}').json()
    assert answer["data"] == {"me": "", "person": None}
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
