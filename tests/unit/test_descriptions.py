"""Every type, field, argument, input and value of the API has a description."""

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


def descriptions(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Yield the coordinate and the description of everything in the schema."""
    for name, type_ in schema.type_map.items():
        if name.startswith(_FOREIGN):
            continue
        yield name, type_.description
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                if field_name.startswith("_"):
                    continue
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name}:)", argument.description
        if isinstance(type_, GraphQLInputObjectType):
            for field_name, field in type_.fields.items():
                yield f"{name}.{field_name}", field.description
        if isinstance(type_, GraphQLEnumType):
            for value_name, value in type_.values.items():
                yield f"{name}.{value_name}", value.description


def undescribed(schema: GraphQLSchema) -> list[str]:
    """Return the coordinates of everything that has no description."""
    return [coordinate for coordinate, description in descriptions(schema) if not description]


@pytest.mark.parametrize("name", SUBGRAPHS)
def test_a_subgraph_describes_everything(name: str) -> None:
    schema = import_module(f"subgraphs.{name}.api.schema").schema
    assert undescribed(schema._schema) == []


def test_a_type_of_several_subgraphs_has_one_description() -> None:
    texts: dict[str, set[str | None]] = {}
    for name in SUBGRAPHS:
        schema = import_module(f"subgraphs.{name}.api.schema").schema._schema
        for coordinate, description in descriptions(schema):
            texts.setdefault(coordinate, set()).add(description)
    assert {each: found for each, found in texts.items() if len(found) > 1} == {}


def test_the_public_api_describes_everything() -> None:
    schema = build_schema((ROOT / "router" / "api.graphql").read_text())
    assert undescribed(schema) == []


def test_the_public_api_calls_auditoriums_by_one_name() -> None:
    text = (ROOT / "router" / "api.graphql").read_text()
    assert re.findall(r"(?i).*\bhalls?\b.*", text) == []


def test_undescribed_finds_a_field_an_argument_and_a_value() -> None:
    schema = build_schema(
        '"A root." type Query { silent(also: Int): Int "Said." said: Mood }'
        '"How." enum Mood { GLAD }'
    )
    assert undescribed(schema) == ["Query.silent", "Query.silent(also:)", "Mood.GLAD"]
