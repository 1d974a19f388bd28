"""How large an operation is: depth, fields, aliases, directives, as its fragments expand.

It is measured before validation, whose time grows with the square of what is repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
)


@dataclass(frozen=True, slots=True)
class ShapeLimits:
    """The largest operation that is served.

    `depth` counts nested selections, `fields`, `aliases` and `directives` count each fragment at
    every place where it is spread. `repeated` counts the fields of a selection that has a field of
    the same name before them.
    """

    depth: int
    fields: int
    root_fields: int
    mutations: int
    aliases: int
    directives: int
    repeated: int


class OperationTooLarge(Exception):
    """An operation is larger than a limit; the message says which."""

    def __init__(self, limit: int, what: str) -> None:
        super().__init__(f"The operation has more than {limit} {what}.")


def check_shape(document: DocumentNode, limits: ShapeLimits) -> None:
    """Raise OperationTooLarge when an operation or fragment of the document is."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    measurement = _Measurement(fragments, limits, known={})
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            size = measurement.measure(definition.selection_set, 1)
            size.directives += len(definition.directives or ())
            size.repeated += _repeated(size)
            _check(size, definition, limits)


def _check(
    size: "_Size",
    definition: OperationDefinitionNode | FragmentDefinitionNode,
    limits: ShapeLimits,
) -> None:
    root_fields = 0
    most_root_fields = limits.root_fields
    if isinstance(definition, OperationDefinitionNode):
        root_fields = sum(size.names.values())
        if definition.operation is OperationType.MUTATION:
            most_root_fields = limits.mutations
    for count, limit, what in (
        (root_fields, most_root_fields, "root fields"),
        (size.aliases, limits.aliases, "aliases"),
        (size.directives, limits.directives, "directives"),
        (size.repeated, limits.repeated, "repeated fields"),
    ):
        if count > limit:
            raise OperationTooLarge(limit, what)


@dataclass(slots=True)
class _Size:
    """`names` counts the fields of the first level by the name that they answer under."""

    depth: int = 1
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    repeated: int = 0
    names: dict[str, int] = field(default_factory=dict[str, int])


def _repeated(size: _Size) -> int:
    return sum(size.names.values()) - len(size.names)


@dataclass(frozen=True, slots=True)
class _Measurement:
    """Measures each fragment once, and stops as soon as a limit bounds its own work."""

    fragments: Mapping[str, FragmentDefinitionNode]
    limits: ShapeLimits
    known: dict[str, _Size]

    def measure(self, selected: SelectionSetNode, level: int) -> _Size:
        """Measure a selection that is on `level`; the operation's own is on 1."""
        if level > self.limits.depth:
            raise OperationTooLarge(self.limits.depth, "levels")
        size = _Size()
        for each in selected.selections:
            size.directives += len(each.directives or ())
            if isinstance(each, FieldNode):
                self._add_field(size, each, level)
            else:
                inner = self._fragment(each, level + 1)
                self._add(size, inner, level)
                for name, count in inner.names.items():
                    size.names[name] = size.names.get(name, 0) + count
        if size.fields > self.limits.fields:
            raise OperationTooLarge(self.limits.fields, "fields")
        return size

    def _add_field(self, size: _Size, node: FieldNode, level: int) -> None:
        name = node.alias.value if node.alias else node.name.value
        size.names[name] = size.names.get(name, 0) + 1
        size.aliases += node.alias is not None
        size.fields += 1
        if node.selection_set:
            inner = self.measure(node.selection_set, level + 1)
            self._add(size, inner, level)
            size.repeated += _repeated(inner)

    def _add(self, size: _Size, inner: _Size, level: int) -> None:
        size.depth = max(size.depth, inner.depth + 1)
        size.fields += inner.fields
        size.aliases += inner.aliases
        size.directives += inner.directives
        size.repeated += inner.repeated
        if level + size.depth - 1 > self.limits.depth:
            raise OperationTooLarge(self.limits.depth, "levels")
        if size.fields > self.limits.fields:
            raise OperationTooLarge(self.limits.fields, "fields")

    def _fragment(self, node: SelectionNode, level: int) -> _Size:
        if isinstance(node, InlineFragmentNode):
            return self.measure(node.selection_set, level)
        assert isinstance(node, FragmentSpreadNode)
        name = node.name.value
        if name not in self.known:
            # A fragment that spreads itself counts nothing inside itself: validation refuses it.
            self.known[name] = _Size()
            fragment = self.fragments.get(name)
            if fragment is not None:
                self.known[name] = self.measure(fragment.selection_set, level)
        return self.known[name]
