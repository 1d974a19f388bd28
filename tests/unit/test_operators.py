"""A database operator cannot stand where the schema takes a value, in any service."""

import importlib
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
)

from dev.addresses import SUBGRAPHS

OPERATORS: tuple[Any, ...] = (
    {"$ne": None},
    {"$gt": ""},
    {"$in": ["a"]},
    {"$regex": ".*"},
    {"$where": "sleep(5000)"},
    [{"$ne": None}],
)
KEYS_OF_ENTITIES = "_Any"
"""Federation's scalar takes any JSON; `tests/attacks/test_entities.py` is about it."""


def leaves(schema: GraphQLSchema) -> Mapping[str, GraphQLScalarType | GraphQLEnumType]:
    """The types of single values that arguments and fields of inputs have, by name."""
    types: list[Any] = []
    for each in schema.type_map.values():
        if isinstance(each, GraphQLObjectType | GraphQLInterfaceType):
            types += [
                argument.type for field in each.fields.values() for argument in field.args.values()
            ]
        elif isinstance(each, GraphQLInputObjectType):
            types += [field.type for field in each.fields.values()]
    named: set[Any] = {get_named_type(each) for each in types}
    return {
        each.name: each
        for each in named
        if isinstance(each, GraphQLScalarType | GraphQLEnumType) and each.name != KEYS_OF_ENTITIES
    }


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_no_value_of_an_argument_is_an_operator(subgraph: str) -> None:
    schema = importlib.import_module(f"subgraphs.{subgraph}.api.schema").schema._schema
    found = leaves(schema)
    assert {"String", "ID"} <= set(found)
    for name, type_ in found.items():
        for operator in OPERATORS:
            with pytest.raises(GraphQLError):
                raise AssertionError(name, type_.parse_value(operator))
