"""Fixtures: the router over two toy subgraphs, for the whole session."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from strawberry.asgi import GraphQL

from dev.generate.composition import compose_file
from tests.supergraph import toys
from tests.supergraph.serving import Recorder, RouterProcess, router, serving


@dataclass(frozen=True, slots=True)
class ToySubgraphs:
    """The subgraphs' addresses, by the router's variables, and the headers of their requests."""

    urls: dict[str, str]
    people: list[Headers]
    news: list[Headers]


@pytest.fixture(scope="session")
def toy_supergraph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The composed supergraph of the toys; the addresses in it are unreachable."""
    folder = tmp_path_factory.mktemp("toys")
    subgraphs: dict[str, object] = {}
    for name, schema in toys.SCHEMAS.items():
        (folder / f"{name}.graphql").write_text(schema.as_str())
        nowhere = "http://localhost:1/graphql"
        subgraphs[name] = {"routing_url": nowhere, "schema": {"file": f"{name}.graphql"}}
    # JSON is YAML.
    (folder / "supergraph.yaml").write_text(json.dumps({"subgraphs": subgraphs}))
    composed = folder / "supergraph.graphql"
    composed.write_text(compose_file(folder / "supergraph.yaml").supergraph)
    return composed


@pytest.fixture(scope="session")
def served_toys() -> Iterator[ToySubgraphs]:
    people, news = (Recorder(GraphQL(toys.SCHEMAS[name])) for name in ("people", "news"))
    with serving(toys.with_version(people)) as people_url, serving(news) as news_url:
        urls = {"PEOPLE_URL": people_url, "NEWS_URL": news_url}
        yield ToySubgraphs(urls, people.requests, news.requests)


@pytest.fixture
def subgraphs(served_toys: ToySubgraphs) -> ToySubgraphs:
    """The toys, with empty records."""
    served_toys.people.clear()
    served_toys.news.clear()
    return served_toys


@pytest.fixture(scope="session")
def toy_router(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RouterProcess]:
    log = tmp_path_factory.mktemp("router") / "log"
    with router(toy_supergraph, log, **served_toys.urls, ROUTER_EXPOSE_CALLS="1") as started:
        yield started


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[toys.Gate]:
    """The gate of the slow resolvers; it is always opened at the end."""
    gate = toys.Gate()
    monkeypatch.setattr(toys, "gate", gate)
    yield gate
    gate.open()
