"""The scalars of the public API accept one form each."""

from datetime import date, datetime

import pytest
import strawberry

from shared.graphql.schema import SubgraphSchema, build_schema


@strawberry.type
class Query:
    @strawberry.field
    def moment(self, value: datetime) -> datetime:
        return value

    @strawberry.field
    def day(self, value: date) -> date:
        return value


@pytest.fixture(scope="module")
def schema() -> SubgraphSchema:
    return build_schema(query=Query)


async def test_a_value_comes_back_as_it_was_sent(schema: SubgraphSchema) -> None:
    answer = await schema.execute(
        '{ moment(value: "2026-12-31T20:30:00-05:00") day(value: "2026-12-31") }'
    )
    assert answer.data == {"moment": "2026-12-31T20:30:00-05:00", "day": "2026-12-31"}


async def test_the_letters_of_a_moment_may_be_lower_case(schema: SubgraphSchema) -> None:
    answer = await schema.execute('{ moment(value: "2026-12-31t20:30:00z") }')
    assert answer.data == {"moment": "2026-12-31T20:30:00+00:00"}


@pytest.mark.parametrize(
    "value",
    [
        *('"2026-12-31T20:30:00"', '"2026-13-01T00:00:00Z"', '"2026-W51-7T20:00Z"', '"tomorrow"'),
        *("5", "true", "5.0"),
    ],
)
async def test_a_value_that_is_not_a_moment_is_refused(schema: SubgraphSchema, value: str) -> None:
    answer = await schema.execute(f"{{ moment(value: {value}) }}")
    assert answer.errors is not None
    assert "RFC 3339 with an offset" in answer.errors[0].message


@pytest.mark.parametrize("value", ['"2026-02-30"', '"2026-W49-1"', '"31.12.2026"', "5"])
async def test_a_value_that_is_not_a_day_is_refused(schema: SubgraphSchema, value: str) -> None:
    answer = await schema.execute(f"{{ day(value: {value}) }}")
    assert answer.errors is not None
    assert "calendar day" in answer.errors[0].message
