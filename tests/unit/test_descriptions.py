"""Every type, field, argument, input and value of the API says what it is."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)

from dev.addresses import ROOT, SUBGRAPHS

# Federation's and GraphQL's own machinery.
_FOREIGN = ("_", "ID", "String", "Int", "Float", "Boolean", "FieldSet", "link__")


def undescribed(schema: GraphQLSchema) -> Iterator[str]:
    """The coordinates of everything that has no description."""
    for name, type_ in schema.type_map.items():
        if name.startswith(_FOREIGN):
            continue
        if not type_.description:
            yield name
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                if field_name.startswith("_"):
                    continue
                if not field.description:
                    yield f"{name}.{field_name}"
                for argument_name, argument in field.args.items():
                    if not argument.description:
                        yield f"{name}.{field_name}({argument_name}:)"
        if isinstance(type_, GraphQLInputObjectType):
            for field_name, field in type_.fields.items():
                if not field.description:
                    yield f"{name}.{field_name}"
        if isinstance(type_, GraphQLEnumType):
            for value_name, value in type_.values.items():
                if not value.description:
                    yield f"{name}.{value_name}"


@pytest.mark.parametrize("name", SUBGRAPHS)
def test_a_subgraph_describes_everything(name: str) -> None:
    schema = import_module(f"subgraphs.{name}.api.schema").schema
    assert list(undescribed(schema._schema)) == []


def test_the_public_api_describes_everything() -> None:
    schema = build_schema((ROOT / "router" / "api.graphql").read_text())
    assert list(undescribed(schema)) == []


def test_clients_read_of_auditoriums_by_one_name() -> None:
    text = (ROOT / "router" / "api.graphql").read_text()
    assert re.findall(r"(?i).*\bhalls?\b.*", text) == []


def test_what_is_not_described_is_found() -> None:
    schema = build_schema(
        '"A root." type Query { silent(also: Int): Int "Said." said: Mood }'
        '"How." enum Mood { GLAD }'
    )
    assert list(undescribed(schema)) == ["Query.silent", "Query.silent(also:)", "Mood.GLAD"]
