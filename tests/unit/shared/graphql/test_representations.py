"""Keys of entities are text; nothing else reaches the code that finds them."""

from typing import Any

import pytest
import strawberry

from shared.graphql.schema import build_schema

QUERY = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Car { id } } }"


@strawberry.federation.type(keys=["id"])
class Car:
    id: strawberry.ID

    @classmethod
    def resolve_reference(cls, info: strawberry.Info, id: strawberry.ID) -> "Car":
        return cls(id=id)

    @strawberry.field
    def broken(self) -> str | None:
        raise ValueError


@strawberry.type
class Query:
    @strawberry.field
    def car(self) -> Car | None:
        return None


SCHEMA = build_schema(query=Query, types=[Car])


async def test_a_key_finds_its_entity() -> None:
    asked = {"r": [{"__typename": "Car", "id": "a"}, {"__typename": "Car", "id": ""}]}
    answer = await SCHEMA.execute(QUERY, variable_values=asked)
    assert answer.errors is None
    assert answer.data == {"_entities": [{"id": "a"}, {"id": ""}]}


async def test_a_key_finds_its_entity_beside_an_error() -> None:
    """A query with an error is executed twice."""
    query = QUERY.replace("id }", "id broken }")
    answer = await SCHEMA.execute(query, {"r": [{"__typename": "Car", "id": "a"}]})
    assert answer.data == {"_entities": [{"id": "a", "broken": None}]}


@pytest.mark.parametrize(
    "representation",
    [
        "Car",
        [],
        {},
        {"id": "a"},
        {"__typename": "Query", "id": "a"},
        {"__typename": {"$ne": None}, "id": "a"},
        {"__typename": "Car"},
        {"__typename": "Car", "id": None},
        {"__typename": "Car", "id": 7},
        {"__typename": "Car", "id": {"$ne": None}},
        {"__typename": "Car", "id": ["a"]},
        {"__typename": "Car", "id": "a", "info": "b"},
        {"__typename": "Car", "id": "a", "wheels": 4},
    ],
)
async def test_anything_else_is_refused(representation: Any) -> None:
    asked = {"r": [{"__typename": "Car", "id": "a"}, representation]}
    answer = await SCHEMA.execute(QUERY, variable_values=asked)
    assert answer.data is None
    [error] = answer.errors or []
    assert (error.extensions or {})["code"] == "BAD_USER_INPUT"
