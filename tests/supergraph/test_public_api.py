"""The API that clients see has no internal names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    FieldDefinitionNode,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    TypeDefinitionNode,
    build_schema,
)

from tests.supergraph.programs import ROUTER

API = build_schema((ROUTER / "api.graphql").read_text())
SCHEMAS = sorted(ROUTER.parent.glob("subgraphs/*/schema.graphql"))


def visible() -> Iterator[str]:
    """Yield each type and field (`Type.field`) of the API."""
    for name, kind in API.type_map.items():
        yield name
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            yield from (f"{name}.{field_name}" for field_name in kind.fields)


def hidden() -> Iterator[str]:
    """Yield the types and fields (`Type.field`) that are @inaccessible in the supergraph."""
    supergraph = build_schema((ROUTER / "supergraph.graphql").read_text(), assume_valid=True)
    for name, kind in supergraph.type_map.items():
        if _is_inaccessible(kind.ast_node):
            yield name
        if isinstance(kind, GraphQLObjectType):
            for field_name, field in kind.fields.items():
                if _is_inaccessible(field.ast_node):
                    yield f"{name}.{field_name}"


def _is_inaccessible(node: TypeDefinitionNode | FieldDefinitionNode | None) -> bool:
    directives = (node.directives if node else None) or ()
    return any(directive.name.value == "inaccessible" for directive in directives)


def test_inaccessible_names_are_not_in_the_api() -> None:
    inaccessible = set(hidden())
    service_operations = {"authorizePayment", "capturePayment", "voidPayment", "refundPayment"}
    assert {f"Mutation.{name}" for name in service_operations} <= inaccessible
    assert inaccessible.isdisjoint(visible())


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.parent.name)
def test_no_subgraph_leaves_authorisation_to_the_router(schema: Path) -> None:
    """An unlicensed Apollo Router refuses these directives, so the subgraphs authorise."""
    assert not re.search(r"@(authenticated|requiresScopes|policy)\b", schema.read_text())
