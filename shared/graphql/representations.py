"""Keys of entities, as a router sends them: JSON of any kind, which no schema checks."""

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from graphql import GraphQLError


def check_representation(representation: Any, entities: Mapping[str, type]) -> None:
    """Raise a GraphQLError unless it has the name of an entity, and that entity's key as text.

    Anything else could reach the database as an operator, such as `{"$ne": null}`.
    """
    is_object = isinstance(representation, dict)
    given = cast(dict[str, Any], representation) if is_object else {}
    name = given.get("__typename")
    if not isinstance(name, str) or name not in entities:
        raise _refused("A representation needs the `__typename` of an entity of this service.")
    key = _key_of(entities[name])
    if given.keys() != {"__typename", *key} or not all(
        isinstance(given[each], str) for each in key
    ):
        raise _refused(f"A representation of {name} needs its key as text: {', '.join(key)}.")


@cache
def _key_of(entity: Any) -> tuple[str, ...]:
    """The fields by which the entity is found: what `resolve_reference` takes."""
    parameters = inspect.signature(entity.resolve_reference).parameters
    return tuple(name for name in parameters if name != "info")


def _refused(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})
