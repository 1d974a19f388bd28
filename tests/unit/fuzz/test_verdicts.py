"""The judge of fuzzed answers finds what is wrong with one."""

import json
from typing import Any

import pytest
from graphql import build_schema

from tests.fuzz.operations import Operation
from tests.fuzz.verdicts import Judge, known_codes

SCHEMA = build_schema(
    """
    type Query { thing(id: ID!): Thing things: [Thing!]! }
    union Thing = Car | Boat
    type Car { wheels: Int! colour: Colour }
    type Boat { name: String! }
    enum Colour { RED }
    """
)
QUERY = "{ a: thing(id: 1) { ... on Car { wheels colour __typename } __typename } }"
CAR = {"__typename": "Car", "wheels": 4, "colour": "RED"}


def faults(answer: Any, *, status: int = 200, kind: str = "plain") -> list[str]:
    judge = Judge(SCHEMA, known_codes())
    body = answer if isinstance(answer, str) else json.dumps(answer)
    return list(judge.faults(Operation("thing", kind, QUERY, {}), status, body))


def error(message: str, code: str | None = "BAD_USER_INPUT") -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


@pytest.mark.parametrize(
    "answer",
    [
        {"data": {"a": CAR}},
        {"data": {"a": None}},
        {"data": {"a": {"__typename": "Boat"}}},
        error("Too long."),
        error("You may not do this.", "FORBIDDEN"),
        error('Cannot query field "x" on type "UserError".', "GRAPHQL_VALIDATION_FAILED"),
    ],
)
def test_an_answer_as_it_must_be_has_no_fault(answer: Any) -> None:
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("<html>", "the answer is not JSON"),
        ({}, "neither data nor errors"),
        (error("Something", None), "an error with the code None"),
        (error("Something", "NOVEL"), "an error with the code NOVEL"),
        (error("Internal server error", "INTERNAL_SERVER_ERROR"), "INTERNAL_SERVER_ERROR"),
        (error("The catalog service", "SUBGRAPH_UNAVAILABLE"), "SUBGRAPH_UNAVAILABLE"),
        (error("KeyError: 'id'"), "KeyError"),
        (error("E11000 duplicate key"), "E11000"),
        (error("at /srv/app/service.py"), ".py"),
        (error("connect 127.0.0.1:4002"), "127.0.0.1"),
        ({"data": {"a": CAR | {"wheels": None}}}, "Car.wheels"),
        ({"data": {"a": CAR | {"colour": "PINK"}}}, "PINK"),
        ({"data": {"a": CAR | {"seats": 2}}}, "other fields"),
        ({"data": {"a": CAR, "b": CAR}}, "other fields"),
        ({"data": {"a": {"__typename": "Plane"}}}, "Plane"),
    ],
)
def test_a_fault_is_found(answer: Any, fault: str) -> None:
    [found] = faults(answer)
    assert fault in found


def test_a_servers_fault_is_found_by_its_status() -> None:
    assert faults(error("Too long."), status=500) == ["status 500"]


def test_data_of_a_broken_operation_is_not_compared() -> None:
    assert faults({"data": {"other": 1}}, kind="broken") == []
