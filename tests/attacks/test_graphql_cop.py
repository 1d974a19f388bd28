"""The checks of the scanner graphql-cop, at the router as it runs in production.

No check needs a subgraph, and none runs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from tests.supergraph.programs import ROUTER
from tests.supergraph.serving import RouterProcess, router

NAME = "query cop { __typename }"
ALIASES = "query cop { " + " ".join(f"alias{n}: __typename" for n in range(101)) + " }"
REPEATED = "query cop {" + " __typename" * 500 + " }"
DIRECTIVES = "query cop { __typename " + "@aa" * 10 + " }"
INTROSPECTION = "query cop { __schema { types { name fields { name } } } }"
CIRCLE = "query cop { __schema { types {" + " fields { type {" * 4 + " name" + " }" * 11
UNKNOWN_FIELD = "query cop { __schema { directive } }"
MUTATION = "mutation cop { __typename }"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RouterProcess]:
    log = tmp_path_factory.mktemp("scanned") / "log"
    supergraph = ROUTER / "supergraph.graphql"
    with router(supergraph, log, ROUTER_ENVIRONMENT="production") as started:
        yield started


@pytest.mark.embedded_router
@pytest.mark.parametrize(
    "query", [ALIASES, REPEATED], ids=["alias_overloading", "field_duplication"]
)
def test_an_overloaded_operation_is_refused(scanned: RouterProcess, query: str) -> None:
    assert codes(scanned.ask(query)) == ["OPERATION_TOO_LARGE"]


@pytest.mark.embedded_router
def test_an_error_is_not_told_as_often_as_it_is_made(scanned: RouterProcess) -> None:
    assert 0 < len(codes(scanned.ask(DIRECTIVES))) < 10


def test_a_batch_is_refused(scanned: RouterProcess) -> None:
    answer = httpx.post(f"{scanned.url}/graphql", json=[{"query": NAME}] * 10)
    assert answer.status_code == 400
    assert codes(answer)


@pytest.mark.parametrize("query", [INTROSPECTION, CIRCLE], ids=["plain", "in circles"])
def test_introspection_is_refused(scanned: RouterProcess, query: str) -> None:
    assert codes(scanned.ask(query))


def test_a_guess_gets_no_suggestion(scanned: RouterProcess) -> None:
    answer = scanned.ask(UNKNOWN_FIELD)
    assert codes(answer)
    assert "Did you mean" not in answer.text


@pytest.mark.parametrize("query", [NAME, MUTATION], ids=["query", "mutation"])
def test_a_link_runs_nothing(scanned: RouterProcess, query: str) -> None:
    assert codes(httpx.get(f"{scanned.url}/graphql", params={"query": query}))


def test_a_form_runs_nothing(scanned: RouterProcess) -> None:
    assert codes(httpx.post(f"{scanned.url}/graphql", data={"query": NAME}))


def test_there_is_no_console(scanned: RouterProcess) -> None:
    answer = httpx.get(f"{scanned.url}/graphql", headers={"accept": "text/html"})
    assert answer.is_client_error
    assert "graphiql" not in answer.text.lower()
    assert "playground" not in answer.text.lower()


def test_an_answer_has_no_trace(scanned: RouterProcess) -> None:
    answer = scanned.ask(NAME).json()
    assert answer["data"] == {"__typename": "Query"}
    assert answer.get("extensions", {}).keys() <= {"cost"}


def test_an_error_tells_no_exception(scanned: RouterProcess) -> None:
    [error] = scanned.ask("qwerty cop { abc }").json()["errors"]
    assert error["extensions"].keys() == {"code"}


def codes(answer: httpx.Response) -> list[str]:
    """Return the codes of the answer's errors; fail when it has data."""
    body: Mapping[str, Any] = answer.json()
    assert body.get("data") is None
    return [error["extensions"]["code"] for error in body["errors"]]
