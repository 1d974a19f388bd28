"""The assembled schema: what it hides and tells, and that it does no work twice."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any

import pytest
import strawberry
from pymongo.errors import AutoReconnect
from strawberry.extensions import validation_cache

from shared import errors
from shared.graphql import types
from shared.graphql.refusals import AnswerRefusal
from shared.graphql.schema import SubgraphSchema, build_schema


class Taken(errors.Refusal):
    code = "TAKEN"


@strawberry.type(description="It is taken.")
class TakenAnswer(types.UserError):
    pass


@strawberry.type(description="A thing.")
class Thing:
    name: str = strawberry.field(description="Its name.")


ThingResult = Annotated[
    Thing | TakenAnswer | types.InvalidInput, strawberry.union("ThingResult", description="It.")
]


@strawberry.type
class Query:
    @strawberry.field
    def thing(self, trouble: str) -> ThingResult:
        raise _TROUBLE[trouble]

    @strawberry.field
    def number(self, trouble: str = "") -> int | None:
        if trouble:
            raise _TROUBLE[trouble]
        return 1


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def numbers(self, trouble: str) -> AsyncGenerator[int]:
        yield 1
        raise _TROUBLE[trouble]


_TROUBLE: dict[str, Exception] = {
    "taken": Taken("It is taken."),
    "invalid": errors.InvalidInput.of("input.name", "SHORT", "Too short."),
    "nobody": errors.Unauthenticated(),
    "forbidden": errors.Forbidden(),
    "away": errors.Unavailable("session store"),
    "database": AutoReconnect("connection closed by 10.0.0.7"),
    "fault": RuntimeError("a secret of the house"),
}


@pytest.fixture(scope="module")
def schema() -> SubgraphSchema:
    return build_schema(
        query=Query, subscription=Subscription, refusals=[AnswerRefusal(Taken, TakenAnswer)]
    )


async def test_a_refusal_becomes_the_member_of_the_union(schema: SubgraphSchema) -> None:
    query = "query Q($t: String!) { thing(trouble: $t) { __typename ... on UserError { code } } }"
    taken = await schema.execute(query, {"t": "taken"})
    assert taken.errors is None
    assert taken.data == {"thing": {"__typename": "TakenAnswer", "code": "TAKEN"}}
    invalid = await schema.execute(query, {"t": "invalid"})
    assert invalid.data == {"thing": {"__typename": "InvalidInput", "code": "INVALID_INPUT"}}


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("taken", "TAKEN"),
        ("invalid", "INVALID_INPUT"),
        ("nobody", "UNAUTHENTICATED"),
        ("forbidden", "FORBIDDEN"),
        ("away", "SERVICE_UNAVAILABLE"),
        ("database", "SERVICE_UNAVAILABLE"),
        ("fault", "INTERNAL_SERVER_ERROR"),
    ],
)
async def test_elsewhere_it_is_an_error_with_a_code(
    schema: SubgraphSchema, trouble: str, code: str
) -> None:
    answer = await schema.execute("query Q($t: String!) { number(trouble: $t) }", {"t": trouble})
    assert answer.errors is not None
    (error,) = answer.errors
    assert error.path == ["number"]
    assert (error.extensions or {})["code"] == code


async def test_a_fault_tells_nothing_but_where_to_look(schema: SubgraphSchema) -> None:
    answer = await schema.execute('{ number(trouble: "fault") }')
    assert answer.errors is not None
    (error,) = answer.errors
    assert error.message == "Internal server error"
    assert set(error.extensions or {}) == {"code", "correlationId"}
    assert "secret" not in str(error.formatted)


async def test_the_clients_own_mistakes_are_told(schema: SubgraphSchema) -> None:
    answer = await schema.execute("{ nothingOfTheKind }")
    assert answer.errors is not None
    assert "nothingOfTheKind" in answer.errors[0].message


async def test_an_operation_is_validated_once(schema: SubgraphSchema) -> None:
    cache: Any = validation_cache._get_validate_cache(1_000)  # pyright: ignore[reportPrivateUsage] - there is no public way to look into it
    before = cache.cache_info()
    for _ in range(5):
        assert (await schema.execute("query OnceOnly { number }")).data == {"number": 1}
    after = cache.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 4)


async def test_a_huge_operation_is_refused(schema: SubgraphSchema) -> None:
    answer = await schema.execute("{" + " number" * 6_000 + "}")
    assert answer.errors is not None
    assert "token" in answer.errors[0].message.lower()


@pytest.mark.parametrize(
    ("trouble", "message", "code"),
    [
        ("nobody", "Log in first.", "UNAUTHENTICATED"),
        ("fault", "Internal server error", "INTERNAL_SERVER_ERROR"),
    ],
)
async def test_a_subscriptions_errors_are_explained_or_masked_as_they_come(
    schema: SubgraphSchema, trouble: str, message: str, code: str
) -> None:
    stream = await schema.subscribe(f'subscription {{ numbers(trouble: "{trouble}") }}')
    results = [result async for result in stream]
    assert results[0].data == {"numbers": 1}
    [error] = results[1].errors or []
    assert (error.message, (error.extensions or {})["code"]) == (message, code)
