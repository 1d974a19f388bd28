"""What fields weigh: the cost specification's directives, and the table of a schema's fields.

Each list field says how many rows it may have: `directives=[PAGED]` for a connection,
`directives=[assumed(n)]` for any other list. `weighs(n)` is for a field that does more than read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    introspection_types,
    is_abstract_type,
)
from strawberry import UNSET
from strawberry.federation.schema_directives import Cost, ListSize
from strawberry.schema.schema_converter import GraphQLCoreConverter

PAGED = ListSize(
    assumed_size=UNSET,
    slicing_arguments=["first"],
    sized_fields=["edges"],
    require_one_slicing_argument=False,
)


def assumed(rows: int) -> ListSize:
    """Return the directive of a list that is counted with `rows` rows."""
    return ListSize(
        assumed_size=rows,
        slicing_arguments=UNSET,
        sized_fields=UNSET,
        require_one_slicing_argument=False,
    )


QUERY = 40
"""The weight of a field that asks the store once for each parent, and of a count."""
LOOK_UP = 3
"""The weight of a field that looks one value up by its id, together with those of other parents."""
_REFERENCE = 2


def weighs(weight: int) -> Cost:
    """Return the directive of a field of which one value costs `weight`; without it, 1."""
    return Cost(weight=weight)


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How a field counts.

    `size` is its number of rows when the argument `sliced_by` does not say another. When
    `sized_fields` are given, those fields of its type have the rows, and not the field itself.
    `concrete_types` are the object types that it may answer; none for a leaf. Its cost is divided
    by `share`.
    """

    weight: int = 1
    size: int = 1
    sliced_by: str | None = None
    sized_fields: frozenset[str] = frozenset()
    concrete_types: tuple[str, ...] = ()
    share: int = 1


@dataclass(frozen=True, slots=True)
class Weights:
    """A schema's weights: `fields` by object type and name, `members` by abstract type."""

    fields: Mapping[str, Mapping[str, FieldWeight]]
    members: Mapping[str, frozenset[str]]

    def applies(self, condition: str, object_type: str) -> bool:
        """Tell whether a fragment on `condition` selects from `object_type`."""
        return condition == object_type or object_type in self.members.get(condition, ())


# The introspection of a schema is counted by what an average one has. A tenth of that is right:
# most of the fields that a client nests, such as `ofType`, are null.
_INTROSPECTION_SHARE = 10
_INTROSPECTION_SIZES = {
    "types": 100,
    "directives": 10,
    "fields": 5,
    "args": 1,
    "inputFields": 2,
    "enumValues": 2,
    "interfaces": 1,
    "possibleTypes": 1,
    "locations": 5,
}
_TYPENAME = FieldWeight()
_Directive = TypeVar("_Directive")


def weights_of(schema: GraphQLSchema) -> Weights:
    """Return the weights of a Strawberry schema's fields.

    Raises TypeError for a list field that does not say its size.
    """
    table = {
        type_.name: {
            name: _weight(schema, f"{type_.name}.{name}", field)
            for name, field in type_.fields.items()
        }
        | {"__typename": _TYPENAME}
        for type_ in schema.type_map.values()
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__")
    }
    for type_ in introspection_types.values():
        if isinstance(type_, GraphQLObjectType):
            table[type_.name] = {
                name: FieldWeight(
                    size=_INTROSPECTION_SIZES[name] if _is_list(field) else 1,
                    concrete_types=_concrete_types(schema, field),
                )
                for name, field in type_.fields.items()
            } | {"__typename": _TYPENAME}
    if schema.query_type is not None:
        for name, type_name in (("__schema", "__Schema"), ("__type", "__Type")):
            table[schema.query_type.name][name] = FieldWeight(
                concrete_types=(type_name,), share=_INTROSPECTION_SHARE
            )
    members = {
        type_.name: frozenset(each.name for each in schema.get_possible_types(type_))
        for type_ in schema.type_map.values()
        if is_abstract_type(type_)
    }
    return Weights(fields=table, members=members)


def _weight(schema: GraphQLSchema, coordinate: str, field: GraphQLField) -> FieldWeight:
    concrete_types = _concrete_types(schema, field)
    if coordinate == "Query._entities":
        return FieldWeight(
            weight=_REFERENCE, sliced_by="representations", concrete_types=concrete_types
        )
    definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    directives: Iterable[object] = getattr(definition, "directives", ())
    cost, list_size = _find(Cost, directives), _find(ListSize, directives)
    if list_size is None:
        if _is_list(field):
            raise TypeError(f"The list {coordinate} needs the directive PAGED or assumed(n).")
        return FieldWeight(weight=cost.weight if cost else 1, concrete_types=concrete_types)
    [sliced_by] = list_size.slicing_arguments or [None]
    return FieldWeight(
        weight=cost.weight if cost else 1,
        size=_default(field, sliced_by) if sliced_by else list_size.assumed_size or 1,
        sliced_by=sliced_by,
        sized_fields=frozenset(list_size.sized_fields or ()),
        concrete_types=concrete_types,
    )


def _find(kind: type[_Directive], directives: Iterable[object]) -> _Directive | None:
    return next((each for each in directives if isinstance(each, kind)), None)


def _default(field: GraphQLField, argument: str) -> int:
    default: Any = field.args[argument].default_value
    if default is Undefined or not isinstance(default, int):
        raise TypeError(f"The argument {argument} of a list needs a default size.")
    return default


def _is_list(field: GraphQLField) -> bool:
    return _in_sdl(field).startswith("[")


def _concrete_types(schema: GraphQLSchema, field: GraphQLField) -> tuple[str, ...]:
    named = schema.type_map[_in_sdl(field).strip("[]!")]
    if is_abstract_type(named):
        return tuple(sorted(each.name for each in schema.get_possible_types(named)))
    return (named.name,) if isinstance(named, GraphQLObjectType) else ()


def _in_sdl(field: GraphQLField) -> str:
    """Return the field's type as SDL writes it, such as `[Int!]!`."""
    return str(field.type)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - wrapped types are untyped there
