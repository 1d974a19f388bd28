"""A schema in production answers no introspection and suggests no names."""

from enum import Enum
from typing import Any

import pytest
import strawberry

from shared.graphql.schema import SubgraphSchema, build_schema


@strawberry.enum(description="Colours.")
class Colour(Enum):
    RED = "RED"


@strawberry.input(description="A search.")
class Search:
    name: str = strawberry.field(description="The name.")


@strawberry.type
class Query:
    @strawberry.field
    def number(self, colour: Colour = Colour.RED, search: Search | None = None) -> int:
        return 1


@pytest.fixture
def hidden() -> SubgraphSchema:
    schema = build_schema(query=Query)
    schema.hide()
    return schema


@pytest.mark.parametrize(
    "query", ["{ __schema { types { name } } }", '{ __type(name: "Q") { name } }']
)
async def test_introspection_is_refused(hidden: SubgraphSchema, query: str) -> None:
    assert (await build_schema(query=Query).execute(query)).errors is None
    result = await hidden.execute(query)
    assert result.data is None
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ numbr }", {}),
        ("{ number(colour: REDD) }", {}),
        ("query($s: Search) { number(search: $s) }", {"s": {"name": "", "nam": ""}}),
        ("query($c: Colour!) { number(colour: $c) }", {"c": "REDD"}),
    ],
)
async def test_no_name_is_suggested(
    hidden: SubgraphSchema, query: str, variables: dict[str, Any]
) -> None:
    for schema, suggests in ((build_schema(query=Query), True), (hidden, False)):
        result = await schema.execute(query, variable_values=variables)
        assert result.errors is not None
        assert ("Did you mean" in str(result.errors)) is suggests


async def test_ordinary_operations_are_answered(hidden: SubgraphSchema) -> None:
    assert (await hidden.execute("{ __typename number }")).data == {
        "__typename": "Query",
        "number": 1,
    }
