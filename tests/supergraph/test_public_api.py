"""What clients see of the supergraph: described throughout, and no trace of what is internal."""

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
    is_introspection_type,
    is_specified_scalar_type,
)

from tests.supergraph.serving import ROUTER

API = build_schema((ROUTER / "api.graphql").read_text())
SCHEMAS = sorted(ROUTER.parent.glob("subgraphs/*/schema.graphql"))


def named() -> Iterator[tuple[str, str | None]]:
    """The name and the description of each type and field."""
    for name, kind in API.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        if kind not in (API.query_type, API.mutation_type, API.subscription_type):
            yield name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description


def test_every_type_and_field_is_described() -> None:
    assert [name for name, description in named() if not description] == []


def hidden() -> Iterator[str]:
    """The names of the types and fields of the supergraph that are marked @inaccessible."""
    supergraph = build_schema((ROUTER / "supergraph.graphql").read_text(), assume_valid=True)
    for name, kind in supergraph.type_map.items():
        if _is_inaccessible(kind.ast_node):
            yield name
        if isinstance(kind, GraphQLObjectType):
            for field_name, field in kind.fields.items():
                if _is_inaccessible(field.ast_node):
                    yield field_name


def _is_inaccessible(node: TypeDefinitionNode | FieldDefinitionNode | None) -> bool:
    directives = (node.directives if node else None) or ()
    return any(directive.name.value == "inaccessible" for directive in directives)


def test_what_is_inaccessible_is_nowhere_in_it() -> None:
    names = set(hidden())
    assert {"authorizePayment", "capturePayment", "voidPayment"} <= names
    served = (ROUTER / "api.graphql").read_text()
    assert [name for name in names if re.search(rf"\b{name}\b", served)] == []


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.parent.name)
def test_no_subgraph_leaves_authorisation_to_the_router(schema: Path) -> None:
    """An unlicensed Apollo Router refuses these directives; the subgraphs see to it themselves."""
    assert not re.search(r"@(authenticated|requiresScopes|policy)\b", schema.read_text())
