"""Text that nothing can store is refused wherever it stands in a request."""

from typing import Any

import pytest
import strawberry
from strawberry.scalars import JSON

from shared.graphql.schema import SubgraphSchema, build_schema


@strawberry.type
class Query:
    @strawberry.field
    def echo(self, value: JSON) -> JSON:
        return value


@pytest.fixture(scope="module")
def schema() -> SubgraphSchema:
    return build_schema(query=Query)


QUERY = "query Echo($value: JSON!) { echo(value: $value) }"


@pytest.mark.parametrize(
    "value",
    ["\ud800", {"name": "\udfff"}, {"\ud800": "name"}, [["a", "b\ud800"]]],
    ids=["text", "value of an object", "name in an object", "nested list"],
)
async def test_a_lone_surrogate_in_a_variable_is_refused(
    schema: SubgraphSchema, value: object
) -> None:
    answer = await schema.execute(QUERY, {"value": value})
    assert answer.errors is not None
    assert (answer.errors[0].extensions or {})["code"] == "BAD_USER_INPUT"


async def test_a_lone_surrogate_in_the_operation_is_refused(schema: SubgraphSchema) -> None:
    answer = await schema.execute('{ echo(value: "\ud800") }')
    assert answer.errors is not None
    assert (answer.errors[0].extensions or {})["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "value",
    ["", "plain", "Bogotá", "🎬", [{"a": ["🎬", 1, None]}]],
    ids=["empty", "ASCII", "accent", "emoji", "nested"],
)
async def test_other_text_passes(schema: SubgraphSchema, value: Any) -> None:
    answer = await schema.execute(QUERY, {"value": value})
    assert answer.errors is None
    assert answer.data == {"echo": value}
