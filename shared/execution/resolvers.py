"""Strawberry's resolvers, without what Strawberry does for each value again.

Strawberry converts the arguments and makes an Info for each value. For all values of a level they
are the same.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# graphql-core leaves the arguments of its generic types open.

from collections.abc import Callable
from inspect import isfunction
from typing import Any

from graphql import GraphQLField, GraphQLUnionType, get_named_type
from strawberry import Info
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

# How a resolver's field of Strawberry's is found.
_DEFINITION = "strawberry-definition"


def attribute_of(definition: GraphQLField) -> str | None:
    """Return the name of the attribute that holds the field's values, if one does."""
    field = definition.extensions.get(_DEFINITION)
    if not isinstance(field, StrawberryField) or field.default_resolver is not getattr:
        return None
    is_attribute = getattr(definition.resolve, "_is_default", False)
    return field.python_name if is_attribute else None


def plain_resolver(
    definition: GraphQLField, info: Any, arguments: dict[str, Any]
) -> Callable[[Any], Any] | None:
    """Return the resolver as it was written, with these arguments.

    None for a resolver that something stands around: a permission, an extension, or a handler that
    turns exceptions into members of a union.
    """
    field = definition.extensions.get(_DEFINITION)
    if not isinstance(field, StrawberryField) or field.base_resolver is None:
        return None
    if field.extensions or field.permission_classes:
        return None
    if isinstance(get_named_type(definition.type), GraphQLUnionType):
        return None
    written: Any = field.base_resolver
    if written.parent_parameter or written.root_parameter or not isfunction(written.wrapped_func):
        return None
    named = _converted(field, info, arguments)
    if written.info_parameter:
        named[written.info_parameter.name] = Info(_raw_info=info, _field=field)
    resolve = written.wrapped_func
    if written.self_parameter:
        return lambda source: resolve(source, **named)
    return lambda _: resolve(**named)


def _converted(field: StrawberryField, info: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments as the resolver takes them: Python's names, input types, enums."""
    if not field.arguments:
        return {}
    converter = info.schema._strawberry_schema.schema_converter
    return convert_arguments(
        arguments,
        field.arguments,
        scalar_registry=converter.scalar_registry,
        config=converter.config,
    )
