"""Describes the domain's enumerations for GraphQL, so that the domain needs no GraphQL."""

from enum import Enum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition


def describe_enum(enum: type[Enum], description: str, **values: str) -> None:
    """Register `enum` with GraphQL; `values` describe each of its members, by name."""
    names = {member.name for member in enum}
    if names != values.keys():
        raise TypeError(f"{enum.__name__} has the members {names}, described are {set(values)}")
    strawberry.enum(enum, description=description)
    definition: StrawberryEnumDefinition = getattr(enum, "__strawberry_definition__")  # noqa: B009
    for value in definition.values:
        value.description = values[value.name]
