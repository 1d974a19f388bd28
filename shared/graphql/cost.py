"""What an operation costs, computed before it is executed.

The rules are those of the GraphQL cost specification, with one difference: a leaf counts 1, because
completing values takes most of the time of a large answer. A field costs its weight and the cost of
its selection, times its rows. Of the types that a field may answer, the dearest counts. What @skip
and @include may leave out is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from shared.graphql.weights import FieldWeight, Weights
from shared.pagination import MAX_PAGE_SIZE

CEILING = 1_000_000_000
"""The highest cost that is reported; what costs more is far too costly, too."""

# How many combinations of page sizes are remembered of one operation.
_REMEMBERED_SIZES = 16

Sizes = tuple[int | None, ...]


class OperationCost:
    """The cost of one operation of a document, for any variables.

    The document is valid, and `shape` has found it small enough.
    """

    def __init__(
        self, document: DocumentNode, operation: OperationDefinitionNode, weights: Weights
    ) -> None:
        self._operation = operation
        self._weights = weights
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._defaults = {
            each.variable.name.value: _literal_size(each.default_value)
            for each in operation.variable_definitions or ()
        }
        self._with_sizes = lru_cache(maxsize=_REMEMBERED_SIZES)(self._compute)

    def of(self, variables: Mapping[str, Any] | None) -> int:
        """Return the cost with these variables, at most CEILING."""
        given = variables or {}
        return self._with_sizes(
            tuple(
                _size(given[name]) if name in given else default
                for name, default in self._defaults.items()
            )
        )

    def _compute(self, sizes: Sizes) -> int:
        root_type = self._operation.operation.value.title()
        computation = _Computation(
            self._weights, self._fragments, dict(zip(self._defaults, sizes, strict=True)), known={}
        )
        return computation.selection(self._operation.selection_set, root_type, frozenset()).fixed


@dataclass(slots=True)
class _Selection:
    """What a selection costs: `fixed`, and `per_row` for each row of its sized fields."""

    fixed: int = 0
    per_row: int = 0

    def add(self, fixed: int, per_row: int) -> None:
        self.fixed = min(self.fixed + fixed, CEILING)
        self.per_row = min(self.per_row + per_row, CEILING)


@dataclass(frozen=True, slots=True)
class _Computation:
    """One computation; it looks at each selection once for each type that it is on."""

    weights: Weights
    fragments: Mapping[str, FragmentDefinitionNode]
    sizes: Mapping[str, int | None]
    known: dict[tuple[int, str, frozenset[str]], _Selection]

    def selection(
        self, selected: SelectionSetNode, type_name: str, sized: frozenset[str]
    ) -> _Selection:
        """Return the cost of a selection on the object type `type_name`."""
        key = (id(selected), type_name, sized)
        if key in self.known:
            return self.known[key]
        total = self.known[key] = _Selection()
        for each in selected.selections:
            if isinstance(each, FieldNode):
                weight = self.weights.fields[type_name][each.name.value]
                one = self._one(each, weight)
                if each.name.value in sized:
                    total.add(0, one)
                elif weight.sized_fields:
                    total.add(one, 0)
                else:
                    total.add(one * self._rows(each, weight), 0)
                continue
            condition, inner = self._inside(each)
            if condition is None or self.weights.applies(condition, type_name):
                part = self.selection(inner, type_name, sized)
                total.add(part.fixed, part.per_row)
        return total

    def _one(self, node: FieldNode, weight: FieldWeight) -> int:
        """Return the cost of one value of the field."""
        selected = node.selection_set
        if selected is None:
            return weight.weight
        parts = [
            self.selection(selected, name, weight.sized_fields) for name in weight.concrete_types
        ]
        rows = self._rows(node, weight) if weight.sized_fields else 0
        dearest = max((part.fixed + rows * part.per_row for part in parts), default=0)
        return min(weight.weight + -(-dearest // weight.share), CEILING)

    def _inside(self, node: SelectionNode) -> tuple[str | None, SelectionSetNode]:
        """Return a fragment's type condition, if any, and its selection."""
        if isinstance(node, FragmentSpreadNode):
            fragment = self.fragments[node.name.value]
            return fragment.type_condition.name.value, fragment.selection_set
        assert isinstance(node, InlineFragmentNode)
        condition = node.type_condition
        return condition.name.value if condition else None, node.selection_set

    def _rows(self, node: FieldNode, weight: FieldWeight) -> int:
        for argument in node.arguments or ():
            if argument.name.value == weight.sliced_by:
                value = argument.value
                known = isinstance(value, VariableNode)
                size = self.sizes.get(value.name.value) if known else _literal_size(value)
                return weight.size if size is None else size
        return weight.size


def _literal_size(value: ValueNode | None) -> int | None:
    match value:
        case IntValueNode():
            return _size(int(value.value))
        case ListValueNode():
            return len(value.values)
        case _:
            return None


def _size(value: object) -> int | None:
    """Return how many rows a variable asks for; None when it does not say.

    Pages have at most MAX_PAGE_SIZE rows: resolvers refuse to serve larger ones.
    """
    match value:
        case bool():
            return None
        case float() if not value.is_integer():
            return None
        case int() | float():
            return int(min(max(value, 0), MAX_PAGE_SIZE))
        case list():
            return len(value)  # pyright: ignore[reportUnknownArgumentType] - JSON has no static type
        case _:
            return None
