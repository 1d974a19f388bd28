"""How much an operation matters, by the root fields that it asks for."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationType,
    SelectionSetNode,
    get_operation_ast,
)

from shared.admission.priority import Priority
from shared.graphql.documents import LARGEST_KEPT, DocumentCache, KeptDocument, parsed


class Work(NamedTuple):
    """An operation as admission sees it; `kind` is the name of its first root field."""

    priority: Priority
    kind: str


_UNKNOWN = Work(Priority.LAST, "unknown")
# Of fields without a priority of their own. Who changes something has looked before.
_OTHERS = {OperationType.MUTATION: Priority.THIRD}


class Priorities:
    """The priorities of a schema's operations."""

    def __init__(
        self, fields: Mapping[str, Priority], documents: DocumentCache, *, max_tokens: int
    ) -> None:
        """`fields` has root fields by name. Other mutations are THIRD, and all else is LAST."""
        self._fields = fields
        self._documents = documents
        self._max_tokens = max_tokens

    def work(self, query: str, operation_name: str | None) -> Work:
        """Return what this operation is.

        Of several root fields, the one that matters least counts: adding a field never helps. What
        is no operation matters least, too, and so does a document that is too large to be kept:
        finding out would take as long as serving it.
        """
        kept = self._documents.get(query)
        if kept is None:
            if len(query) > LARGEST_KEPT:
                return _UNKNOWN
            try:
                parsed(self._documents, query, max_tokens=self._max_tokens)
            except (GraphQLError, RecursionError):
                return _UNKNOWN
            kept = self._documents[query]
        return self._kept_work(kept, operation_name)

    def kind(self, query: str, operation_name: str | None) -> str | None:
        """Return the kind of an operation that was valid; None when its document was not kept."""
        kept = self._documents.get(query)
        return None if kept is None else self._kept_work(kept, operation_name).kind

    def _kept_work(self, kept: KeptDocument, operation_name: str | None) -> Work:
        key = "work", operation_name
        found = kept.checked.get(key)
        if found is None:
            found = kept.checked[key] = self._work(kept.document, operation_name)
        return found

    def _work(self, document: DocumentNode, operation_name: str | None) -> Work:
        operation = get_operation_ast(document, operation_name)
        if operation is None:
            return _UNKNOWN
        fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        names = list(_root_fields(operation.selection_set, fragments, set()))
        counted = [name for name in names if not name.startswith("__")] or names
        if not counted:
            return _UNKNOWN
        other = _OTHERS.get(operation.operation, Priority.LAST)
        return Work(max(self._fields.get(name, other) for name in counted), counted[0])


def _root_fields(
    selected: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[str]:
    for each in selected.selections:
        match each:
            case FieldNode():
                yield each.name.value
            case InlineFragmentNode():
                yield from _root_fields(each.selection_set, fragments, seen)
            case FragmentSpreadNode() if (name := each.name.value) in fragments:
                if name not in seen:
                    seen.add(name)
                    yield from _root_fields(fragments[name].selection_set, fragments, seen)
            case _:
                continue
