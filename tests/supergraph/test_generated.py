"""The generated files are fresh, and the public contract cannot shrink."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from graphql import build_schema, print_schema

from dev.generate.clients import install_codegen
from dev.generate.composition import compose_file
from dev.generate.promise import broken_promises, promise_of
from dev.node import NodeError, install_packages
from tests.supergraph.programs import ROUTER

PROJECT = ROUTER.parent
API = "type Query { showtime(id: ID!): Showtime } type Showtime { id: ID! title: String! }"


@pytest.mark.parametrize(
    ("api", "problem"),
    [
        (API.replace(" title: String!", ""), "Showtime.title was removed"),
        (API.replace("title: String!", "title: String"), "Showtime.title changed type"),
        (API.replace("(id: ID!)", "(id: ID!, city: ID!)"), "city"),
        (API.replace(": Showtime }", ": Other }") + " type Other { id: ID! }", "showtime"),
    ],
    ids=["removed field", "field made nullable", "new required argument", "other type"],
)
def test_a_breaking_change_is_found(api: str, problem: str) -> None:
    [broken, *_] = broken_promises(api, API)
    assert problem in broken


def test_growth_breaks_nothing() -> None:
    grown = API.replace("title: String!", "title: String! year: Int") + " scalar Date"
    assert broken_promises(grown, API) == []


def test_a_promise_contains_the_whole_api_without_descriptions() -> None:
    described = API.replace("title:", '"The movie\'s title." title:')
    promise = promise_of(described)
    assert broken_promises(promise, API) == broken_promises(API, promise) == []
    assert "The movie's title" not in print_schema(build_schema(promise))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's sources, with the installed packages."""
    folder = tmp_path_factory.mktemp("copy")
    skip = shutil.ignore_patterns("node_modules", "__pycache__")
    for name in ("dev", "docs", "router", "shared", "storefront", "subgraphs"):
        shutil.copytree(PROJECT / name, folder / name, ignore=skip)
    shutil.copy(PROJECT / "supergraph.yaml", folder)
    install_packages(ROUTER / "compose")
    (folder / "router/compose/node_modules").symlink_to(PROJECT / "router/compose/node_modules")
    (folder / ".stack").mkdir()
    (folder / ".stack/codegen").symlink_to(install_codegen())
    return folder


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dev.generate", "--check"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_committed_files_are_fresh_and_keep_the_promise(copy: Path) -> None:
    checked = check(copy)
    assert checked.stderr == ""
    assert checked.returncode == 0


def test_an_edited_schema_is_stale(copy: Path) -> None:
    schema = copy / "subgraphs/catalog/schema.graphql"
    fresh = schema.read_text()
    schema.write_text(fresh.replace("title: String!", "title: String"))
    checked = check(copy)
    schema.write_text(fresh)
    assert checked.returncode == 1
    assert checked.stderr == (
        "subgraphs/catalog/schema.graphql is stale: "
        "run `make generate` and commit what it writes.\n"
    )


def test_a_file_that_is_no_longer_generated_is_stale(copy: Path) -> None:
    orphan = copy / "subgraphs/booking/adapters/payment_client/dropped_operation.py"
    orphan.write_text("")
    checked = check(copy)
    orphan.unlink()
    assert checked.returncode == 1
    assert "payment_client/dropped_operation.py is stale" in checked.stderr


def test_a_broken_promise_fails_the_check(copy: Path) -> None:
    promised = copy / "router/promised.graphql"
    before = promised.read_text()
    promised.write_text(before.replace("type Query {", "type Query {\n  gone: String"))
    checked = check(copy)
    promised.write_text(before)
    assert checked.returncode == 1
    assert "Query.gone was removed" in checked.stderr


def test_a_subgraph_that_does_not_compose_is_refused_with_the_reason(tmp_path: Path) -> None:
    link = 'schema @link(url: "https://specs.apollo.dev/federation/v2.9") { query: Query } '
    for name, kind in (("one", "Int"), ("two", "String")):
        (tmp_path / f"{name}.graphql").write_text(f"{link} type Query {{ clash: {kind} }}")
    (tmp_path / "supergraph.yaml").write_text(
        "subgraphs:\n"
        "  one: {routing_url: http://one, schema: {file: one.graphql}}\n"
        "  two: {routing_url: http://two, schema: {file: two.graphql}}\n"
    )
    with pytest.raises(NodeError, match=r"Apollo's composer refuses the subgraphs:\n- .*clash"):
        compose_file(tmp_path / "supergraph.yaml")
