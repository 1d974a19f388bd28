"""Variables that their types do not allow: a few errors for the client, and nothing in the log."""

import secrets
from collections.abc import Mapping
from typing import Any

import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, wait_until

PASSWORD = "a-very-long-password"
ONE = "query ($id: ID!) { person(id: $id) { name } }"
MANY = "query ($ids: [ID!]!) { people(ids: $ids) { name } }"


@pytest.mark.parametrize(
    ("query", "variables", "most"),
    [
        (ONE, {"id": {"password": PASSWORD}}, 1),
        (ONE, {"id": [PASSWORD]}, 1),
        (ONE, {}, 1),
        (MANY, {"ids": [{"password": PASSWORD}] * 2_000}, 6),
    ],
    ids=["an object", "a list", "nothing", "thousands"],
)
def test_they_are_refused_before_a_subgraph_is_asked(
    toy_router: RouterProcess,
    subgraphs: ToySubgraphs,
    query: str,
    variables: Mapping[str, Any],
    most: int,
) -> None:
    correlation_id = secrets.token_hex(8)
    body = toy_router.ask(query, variables, {"x-correlation-id": correlation_id}).json()
    assert body.get("data") is None
    assert 1 <= len(body["errors"]) <= most
    assert subgraphs.people == []
    wait_until(lambda: toy_router.is_apollo or correlation_id in toy_router.log.read_text())
    assert PASSWORD not in toy_router.log.read_text()


@pytest.mark.embedded_router
def test_they_have_a_code(toy_router: RouterProcess) -> None:
    [error] = toy_router.ask(ONE, {"id": {}}).json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
