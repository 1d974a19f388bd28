"""The router in production: no introspection, no suggestions and no GraphiQL."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, router

MODE = "development_mode"


@pytest.fixture(scope="module")
def in_production(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RouterProcess]:
    log = tmp_path_factory.mktemp("production") / "log"
    with router(
        toy_supergraph, log, **served_toys.urls, ROUTER_ENVIRONMENT="production"
    ) as started:
        yield started


@pytest.mark.parametrize(
    "query", ["{ __schema { queryType { name } } }", '{ __type(name: "A") { name } }']
)
def test_introspection_is_refused(in_production: RouterProcess, query: str) -> None:
    answer = in_production.ask(query).json()
    assert answer.get("data") is None
    assert "introspection" in answer["errors"][0]["message"]


@pytest.mark.embedded_router
def test_a_guess_is_not_helped(toy_router: RouterProcess, in_production: RouterProcess) -> None:
    suggesting, silent = (
        each.ask("{ slowGreetin }").json()["errors"][0]["message"]
        for each in (toy_router, in_production)
    )
    assert "slowGreeting" in suggesting
    assert silent == 'Cannot query field "slowGreetin" on type "Query".'


@pytest.mark.embedded_router
def test_there_is_no_graphiql(in_production: RouterProcess) -> None:
    answer = httpx.get(f"{in_production.url}/graphql", headers={"accept": "text/html"})
    assert answer.status_code == 406
    assert "<html" not in answer.text


@pytest.mark.embedded_router
def test_ordinary_operations_are_answered(in_production: RouterProcess) -> None:
    assert in_production.ask('{ person(id: "a") { name } }').json()["data"]["person"]["name"] == "A"


@pytest.mark.embedded_router
def test_the_log_says_when_it_is_not_production(
    toy_router: RouterProcess, in_production: RouterProcess
) -> None:
    assert MODE in logged_events(toy_router)
    assert MODE not in logged_events(in_production)


def logged_events(started: RouterProcess) -> dict[str, str]:
    """The level of each logged event, by its name."""
    lines = map(json.loads, started.log.read_text().splitlines())
    return {line["event"]: line["level"] for line in lines}
