"""A client learns from the router when it may send again what a subgraph refused as too many."""

import pytest

from tests.supergraph.serving import RouterProcess

GRAPHQL_RESPONSE = "application/graphql-response+json"


@pytest.mark.parametrize(
    ("query", "retry_after"),
    [
        ("{ oneTooMany }", "3"),
        ("{ oneTooMany anotherTooMany }", "9"),
        ("{ anotherTooMany(seconds: 2) oneTooMany }", "3"),
        ("{ oneTooMany headline }", "3"),
    ],
)
def test_the_longest_wait_is_told(toy_router: RouterProcess, query: str, retry_after: str) -> None:
    answer = toy_router.ask(query)
    assert (answer.status_code, answer.headers["retry-after"]) == (200, retry_after)
    codes = {error["extensions"]["code"] for error in answer.json()["errors"]}
    assert codes == {"RATE_LIMITED"}


def test_what_is_not_refused_tells_no_wait(toy_router: RouterProcess) -> None:
    assert "retry-after" not in toy_router.ask("{ headline }").headers


@pytest.mark.embedded_router
@pytest.mark.parametrize(
    ("query", "status"),
    [("{ oneTooMany anotherTooMany }", 429), ("{ oneTooMany headline }", 200)],
)
def test_the_status_says_so_when_all_is_refused(
    toy_router: RouterProcess, query: str, status: int
) -> None:
    answer = toy_router.ask(query, headers={"accept": GRAPHQL_RESPONSE})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
