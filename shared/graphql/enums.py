"""The domain's enumerations in GraphQL, without a word of GraphQL in the domain."""

from enum import Enum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition


def describe_enum(enum: type[Enum], description: str, **values: str) -> None:
    """Make `enum` known to GraphQL; `values` say what each of its members means, by name."""
    names = {member.name for member in enum}
    if names != values.keys():
        raise TypeError(f"{enum.__name__} has the members {names}, described are {set(values)}")
    strawberry.enum(enum, description=description)
    definition: StrawberryEnumDefinition = getattr(enum, "__strawberry_definition__")  # noqa: B009
    for value in definition.values:
        value.description = values[value.name]
