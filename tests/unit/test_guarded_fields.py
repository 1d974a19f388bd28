"""No refusal of a field removes the object around it.

A refused field at the root of an operation refuses the operation: nothing is around it but the
operation's other fields. Inside an object, a guarded field is nullable, or a list that is empty.
"""

from collections.abc import Iterator
from importlib import import_module

import pytest
from graphql import GraphQLNonNull, GraphQLObjectType
from strawberry.permission import PermissionExtension
from strawberry.types.field import StrawberryField

from dev.addresses import SUBGRAPHS
from shared.graphql.schema import SubgraphSchema
from subgraphs.payment.api.refused_lists import EmptyIfRefused

_ROOTS = ("Query", "Mutation", "Subscription")


def guarded_fields(schema: SubgraphSchema) -> Iterator[tuple[str, StrawberryField, bool]]:
    """Yield each field with permissions, as `Type.field`, and whether null is an answer."""
    for name, type_ in schema._schema.type_map.items():  # pyright: ignore[reportPrivateUsage] - there is no public way to the types
        if not isinstance(type_, GraphQLObjectType):
            continue
        for field_name, field in type_.fields.items():
            definition = field.extensions.get("strawberry-definition")
            if isinstance(definition, StrawberryField) and any(
                isinstance(each, PermissionExtension) for each in definition.extensions
            ):
                nullable = not isinstance(field.type, GraphQLNonNull)
                yield f"{name}.{field_name}", definition, nullable


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_a_refused_field_of_an_object_leaves_the_object(subgraph: str) -> None:
    schema: SubgraphSchema = import_module(f"subgraphs.{subgraph}.api.schema").schema
    guarded = list(guarded_fields(schema))
    assert guarded
    removing = [
        coordinate
        for coordinate, field, nullable in guarded
        if coordinate.partition(".")[0] not in _ROOTS
        and not nullable
        and not any(isinstance(each, EmptyIfRefused) for each in field.extensions)
    ]
    assert removing == []
