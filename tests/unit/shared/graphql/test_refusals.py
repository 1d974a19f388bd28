"""Exceptions as clients see them: refusals as types, the rest as errors with codes."""

from collections.abc import AsyncGenerator
from typing import Annotated

import pytest
import strawberry
from graphql import GraphQLError
from pymongo.errors import AutoReconnect, OperationFailure
from structlog.testing import capture_logs

from shared import errors
from shared.graphql import types
from shared.graphql.refusals import AnswerRefusal
from shared.graphql.schema import SubgraphSchema, build_schema
from shared.telemetry.correlation import correlated


class Taken(errors.Refusal):
    code = "TAKEN"


@strawberry.type(description="It is taken.")
class TakenAnswer(types.UserError):
    pass


@strawberry.type(description="A thing.")
class Thing:
    name: str = strawberry.field(description="Its name.")


ThingResult = Annotated[
    Thing | TakenAnswer | types.InvalidInput | types.NotFound,
    strawberry.union("ThingResult", description="It."),
]


@strawberry.type
class Query:
    @strawberry.field
    def thing(self, error: str) -> ThingResult:
        raise _ERRORS[error]

    @strawberry.field
    def number(self, error: str) -> int | None:
        raise _ERRORS[error]


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def numbers(self, error: str) -> AsyncGenerator[int]:
        yield 1
        raise _ERRORS[error]


_ERRORS: dict[str, Exception] = {
    "taken": Taken("It is taken."),
    "invalid": errors.InvalidInput.of("input.name", "SHORT", "Too short."),
    "missing": errors.NotFound("thing", "thg_1"),
    "unauthenticated": errors.Unauthenticated(),
    "forbidden": errors.Forbidden(),
    "unavailable": errors.Unavailable("session store"),
    "busy": errors.Busy("catalog"),
    "pending": errors.OutcomePending("payment"),
    "database": AutoReconnect("connection closed by 10.0.0.7"),
    "conflict": OperationFailure(
        "conflict on 10.0.0.7", 112, {"errorLabels": ["TransientTransactionError"]}
    ),
    "fault": RuntimeError("a secret of the server"),
}


@pytest.fixture(scope="module")
def schema() -> SubgraphSchema:
    return build_schema(
        query=Query, subscription=Subscription, refusals=[AnswerRefusal(Taken, TakenAnswer)]
    )


async def _error(schema: SubgraphSchema, name: str) -> GraphQLError:
    answer = await schema.execute("query Q($e: String!) { number(error: $e) }", {"e": name})
    assert answer.errors is not None
    (error,) = answer.errors
    return error


async def test_a_refusal_becomes_the_member_of_the_union(schema: SubgraphSchema) -> None:
    query = "query Q($e: String!) { thing(error: $e) { __typename ... on UserError { code } } }"
    taken = await schema.execute(query, {"e": "taken"})
    assert taken.errors is None
    assert taken.data == {"thing": {"__typename": "TakenAnswer", "code": "TAKEN"}}
    invalid = await schema.execute(query, {"e": "invalid"})
    assert invalid.data == {"thing": {"__typename": "InvalidInput", "code": "INVALID_INPUT"}}


async def test_the_type_has_the_attributes_of_the_exception(schema: SubgraphSchema) -> None:
    answer = await schema.execute(
        """{
          invalid: thing(error: "invalid") {
            ... on InvalidInput { message fields { path code message } }
          }
          missing: thing(error: "missing") { ... on NotFound { id message } }
        }"""
    )
    assert answer.data == {
        "invalid": {
            "message": "Some input is not valid: input.name.",
            "fields": [{"path": ["input", "name"], "code": "SHORT", "message": "Too short."}],
        },
        "missing": {"id": "thg_1", "message": "There is no such thing."},
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("taken", "TAKEN"),
        ("invalid", "INVALID_INPUT"),
        ("missing", "NOT_FOUND"),
        ("unauthenticated", "UNAUTHENTICATED"),
        ("forbidden", "FORBIDDEN"),
        ("unavailable", "SERVICE_UNAVAILABLE"),
        ("busy", "SERVICE_BUSY"),
        ("pending", "OUTCOME_PENDING"),
        ("database", "SERVICE_UNAVAILABLE"),
        ("conflict", "SERVICE_BUSY"),
        ("fault", "INTERNAL_SERVER_ERROR"),
    ],
)
async def test_a_field_without_a_union_answers_an_error_with_a_code(
    schema: SubgraphSchema, name: str, code: str
) -> None:
    error = await _error(schema, name)
    assert error.path == ["number"]
    assert (error.extensions or {})["code"] == code


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("unavailable", "The session store cannot be reached right now. Try again in a moment."),
        ("busy", "The catalog is busy right now. Try again in a moment."),
        ("pending", "The payment is not settled yet. Try again in a moment."),
        ("database", "The database cannot be reached right now. Try again in a moment."),
        ("conflict", "The database is busy right now. Try again in a moment."),
    ],
)
async def test_a_transient_failure_names_the_part_and_nothing_of_the_driver(
    schema: SubgraphSchema, name: str, message: str
) -> None:
    assert (await _error(schema, name)).message == message


async def test_invalid_input_without_a_union_names_its_fields(schema: SubgraphSchema) -> None:
    error = await _error(schema, "invalid")
    assert error.extensions == {
        "code": "INVALID_INPUT",
        "fields": [{"path": ["input", "name"], "code": "SHORT", "message": "Too short."}],
    }


async def test_a_fault_shows_nothing_but_the_correlation_id(schema: SubgraphSchema) -> None:
    with correlated("the-request-id"):
        error = await _error(schema, "fault")
    assert error.message == "Internal server error"
    assert error.extensions == {
        "code": "INTERNAL_SERVER_ERROR",
        "correlationId": "the-request-id",
    }
    assert "secret" not in str(error.formatted)


async def test_a_mistake_in_the_operation_is_explained(schema: SubgraphSchema) -> None:
    answer = await schema.execute("{ unknownField }")
    assert answer.errors is not None
    assert "unknownField" in answer.errors[0].message


@pytest.mark.parametrize(
    ("name", "message", "code"),
    [
        ("unauthenticated", "Log in first.", "UNAUTHENTICATED"),
        ("fault", "Internal server error", "INTERNAL_SERVER_ERROR"),
    ],
)
async def test_an_error_in_a_subscription_is_explained_or_masked(
    schema: SubgraphSchema, name: str, message: str, code: str
) -> None:
    stream = await schema.subscribe(f'subscription {{ numbers(error: "{name}") }}')
    results = [result async for result in stream]
    assert results[0].data == {"numbers": 1}
    [error] = results[1].errors or []
    assert (error.message, (error.extensions or {})["code"]) == (message, code)


async def test_the_log_tells_why_a_part_failed(schema: SubgraphSchema) -> None:
    with capture_logs() as lines:
        error = await _error(schema, "database")
    assert "10.0.0.7" not in error.message
    [line] = [each for each in lines if each["event"] == "part_failed"]
    assert line["part"] == "database"
    assert "connection closed by 10.0.0.7" in line["reason"]
