"""The fields of a selection, with all that is the same for every object of a level."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# graphql-core leaves the arguments of its generic types open.

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NoReturn, cast

from graphql import GraphQLField, GraphQLObjectType
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path

from shared.execution.resolvers import attribute_of, plain_resolver
from shared.execution.shapes import Shape, Unanswerable, shape_of

TYPENAME = "__typename"


class _NoPath:
    """Stands where a resolver would find its place in the answer, which a whole level has not."""

    def __getattr__(self, name: str) -> NoReturn:
        raise Unanswerable


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a selection.

    `resolve` returns the value of an object, which may have to be awaited. Without it, `read` has
    the value at once.
    """

    key: str
    details: FieldDetailsList
    shape: Shape
    info: Any
    read: Callable[[Any], Any]
    resolve: Callable[[Any], Any] | None


class Selections:
    """The fields that an operation asks for, by the type of the objects and the field above."""

    def __init__(self, executor: Executor[Any]) -> None:
        self._executor = executor
        self._known = dict[tuple[GraphQLObjectType, int], list[Field]]()

    def below(self, type: GraphQLObjectType, above: FieldDetailsList) -> list[Field]:
        """Return the fields of objects of this type that are values of the field `above`."""
        known = self._known.get((type, id(above)))
        if known is None:
            collected = self._executor.collect_subfields(type, above)
            known = self._known[type, id(above)] = self.fields(type, collected[0])
        return known

    def fields(self, type: GraphQLObjectType, grouped: GroupedFieldSet) -> list[Field]:
        """Return the fields of a selection on this type."""
        return [self._field(type, key, details) for key, details in grouped.items()]

    def _field(self, type: GraphQLObjectType, key: str, details: FieldDetailsList) -> Field:
        executor, node = self._executor, details[0].node
        definition = executor.schema.get_field(type, node.name.value)
        if definition is None or node.name.value in ("__schema", "__type"):
            raise Unanswerable
        shape = shape_of(definition.type)
        nodes = [each.node for each in details]
        info = executor.build_resolve_info(definition, nodes, type, cast(Path, _NoPath()))
        if node.name.value == TYPENAME:
            name = type.name
            return Field(key, details, shape, info, lambda _: name, None)
        if attribute := attribute_of(definition):
            return Field(key, details, shape, info, attrgetter(attribute), None)
        resolve = self._resolver(definition, details, info)
        return Field(key, details, shape, info, resolve, resolve)

    def _resolver(
        self, definition: GraphQLField, details: FieldDetailsList, info: Any
    ) -> Callable[[Any], Any]:
        arguments = self._arguments(definition, details)
        if (plain := plain_resolver(definition, info, arguments)) is not None:
            return plain
        resolve = definition.resolve or self._executor.field_resolver
        return lambda source: resolve(source, info, **arguments)

    def _arguments(self, definition: GraphQLField, details: FieldDetailsList) -> dict[str, Any]:
        node = details[0].node
        if not definition.args and not node.arguments:
            return {}
        return get_argument_values(
            definition,
            node,
            self._executor.variable_values,
            details[0].fragment_variable_values,
            self._executor.hide_suggestions,
        )
