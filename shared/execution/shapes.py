"""What a field's values look like, and how a whole level of them is completed."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# graphql-core leaves the arguments of its generic types open.

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLID,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
    GraphQLUnionType,
    Undefined,
    is_leaf_type,
)
from graphql.execution import Executor

# Values of exactly these classes are sent as they are.
_AS_THEY_ARE: dict[Any, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}


class Unanswerable(Exception):
    """This executor cannot answer the query; graphql-core can, or says what is wrong."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Scalars or enum values, and the function that turns a value other than None into JSON."""

    is_nullable: bool
    coerce: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects of one type, or of the types of an interface or union."""

    is_nullable: bool
    type: GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType

    def type_of(self, value: Any, info: Any, executor: Executor[Any]) -> GraphQLObjectType:
        """Return the type of this value. Raises Unanswerable when it cannot be told."""
        if isinstance(self.type, GraphQLObjectType):
            return self.type
        resolve = self.type.resolve_type or executor.type_resolver
        name = resolve(value, info, self.type)
        type = executor.schema.get_type(name) if isinstance(name, str) else None
        if not isinstance(type, GraphQLObjectType) or not executor.schema.is_sub_type(
            self.type, type
        ):
            raise Unanswerable
        return type


@dataclass(frozen=True, slots=True)
class Items:
    """Lists."""

    is_nullable: bool
    item: "Shape"


Shape = Leaf | Objects | Items


@lru_cache(10_000)
def shape_of(type: Any) -> Shape:
    """Return the shape of a field of this type."""
    is_nullable = not isinstance(type, GraphQLNonNull)
    named: Any = type.of_type if isinstance(type, GraphQLNonNull) else type
    if isinstance(named, GraphQLList):
        return Items(is_nullable, shape_of(named.of_type))
    if is_leaf_type(named):
        return Leaf(is_nullable, _coercion(named))
    return Objects(is_nullable, named)


def _coercion(leaf: Any) -> Callable[[Any], Any]:
    coerce = leaf.coerce_output_value

    def checked(value: Any) -> Any:
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise Unanswerable
        return coerced

    if isinstance(leaf, GraphQLEnumType):
        return _remembered(checked)
    as_it_is = _AS_THEY_ARE.get(leaf)
    if as_it_is is None:
        return checked
    return lambda value: value if value.__class__ is as_it_is else checked(value)


def _remembered(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An enum has few values, and finding the name of one takes long."""
    names = dict[Any, Any]()

    def remembered(value: Any) -> Any:
        try:
            return names[value]
        except KeyError:
            return names.setdefault(value, coerce(value))

    return remembered


def accepts(type: GraphQLObjectType, value: Any, info: Any) -> bool:
    """Tell whether a value of this type may be this one."""
    return type.is_type_of is None or type.is_type_of(value, info) is True
