"""Which rate class an operation belongs to: that of its mutations, as the schema declares it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from shared.rates.rules import READS

MutationClasses = Mapping[str, Iterable[str]]
"""The names of the mutations of each class."""


class RateClasses:
    """The classes of a schema's operations. Queries and subscriptions are reads."""

    def __init__(self, mutation: GraphQLObjectType | None, declared: MutationClasses) -> None:
        """Raise TypeError unless each mutation is declared once, and nothing else."""
        self._class_of = {name: each for each, names in declared.items() for name in names}
        fields = set(mutation.fields) if mutation else set[str]()
        count = Counter(name for names in declared.values() for name in names)
        wrong = [name for name in fields | set(count) if name not in fields or count[name] != 1]
        if wrong:
            raise TypeError(f"Each mutation needs one rate class: {', '.join(sorted(wrong))}.")

    @property
    def names(self) -> frozenset[str]:
        """Every class that an operation may belong to."""
        return frozenset(self._class_of.values()) | {READS}

    def of(self, document: DocumentNode, operation: OperationDefinitionNode) -> Mapping[str, int]:
        """Return the classes of a valid operation, each with the number of its mutations."""
        if operation.operation is not OperationType.MUTATION:
            return {READS: 0}
        fragments = {
            each.name.value: each.selection_set
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        names = _root_fields(operation.selection_set, fragments)
        # `__typename` alone changes nothing.
        return Counter(self._class_of[name] for name in names if name in self._class_of) or {
            READS: 0
        }


def _root_fields(
    selected: SelectionSetNode, fragments: Mapping[str, SelectionSetNode]
) -> Iterator[str]:
    for each in selected.selections:
        match each:
            case FieldNode():
                yield each.name.value
            case FragmentSpreadNode():
                yield from _root_fields(fragments[each.name.value], fragments)
            case InlineFragmentNode():
                yield from _root_fields(each.selection_set, fragments)
            case _:
                raise AssertionError(f"GraphQL has no other selection: {each}")
