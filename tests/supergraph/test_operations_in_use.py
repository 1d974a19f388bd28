"""Every operation that tests, tabs, demo and benchmarks use is far below the limit."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from graphql import GraphQLError, OperationDefinitionNode, build_schema, parse, validate

from dev.addresses import ROOT, SUBGRAPHS
from dev.generate.documents import STOREFRONT
from shared.graphql.limits import MAX_COST
from tests.supergraph.programs import ROUTER
from tests.supergraph.test_costs import ROUTER_COST, by_router


def documents() -> Iterator[tuple[Path, str]]:
    """Each text in our files that is a document of the public API, with where it is."""
    schema = build_schema((ROUTER / "api.graphql").read_text())
    for folder in ("dev", "benchmarks", "tests", "router/graphiql", "subgraphs"):
        for file in sorted((ROOT / folder).rglob("*")):
            if "attacks" in file.relative_to(ROOT).parts or file.suffix not in (".py", ".graphql"):
                continue
            for text in _texts(file):
                try:
                    document = parse(text)
                except GraphQLError:
                    continue
                operations = [
                    each
                    for each in document.definitions
                    if isinstance(each, OperationDefinitionNode) and each.selection_set.selections
                ]
                if len(operations) == 1 and not validate(schema, document):
                    yield file.relative_to(ROOT), text
    for file in ROOT.glob(STOREFRONT):
        for text in json.loads(file.read_text()).values():
            assert not validate(schema, parse(text))
            yield file.relative_to(ROOT), text


def _texts(file: Path) -> Iterator[str]:
    if file.suffix == ".graphql":
        yield file.read_text()
        return
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value:
            yield node.value


def test_they_are_far_below_the_limit() -> None:
    found = list(documents())
    assert {"demo-book.graphql", "1-log-in.graphql", "journey.py", Path(STOREFRONT).name} <= {
        file.name for file, _ in found
    }
    # A page of a variable size counts with its default: none of them passes a larger one.
    costs = by_router([(text, None) for _, text in found])
    ranked = sorted(zip(costs, found, strict=True), key=lambda each: -each[0])
    for cost, (file, text) in ranked[:20]:
        print(f"{cost:6} {file}: {' '.join(text.split())[:90]}")
    assert [file for cost, (file, _) in ranked if cost > _limit(file) / 2] == []


def _limit(file: Path) -> int:
    """Return the limit of whom a file's operations are sent to: the router, or one subgraph."""
    to_subgraph = len(file.parts) > 2 and file.parts[2] in SUBGRAPHS
    return MAX_COST if to_subgraph else ROUTER_COST
