"""Parsed documents, kept for the next request with the same text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cachetools import LRUCache
from graphql import DocumentNode, parse
from strawberry.extensions import SchemaExtension

KEPT_BYTES = 64 * 1024 * 1024
"""What the documents of a schema may weigh together, in bytes of the process's memory."""
LARGEST_KEPT = 8_000
"""The largest document that is kept, in characters."""

# A document takes 110 to 280 times its text: the most where each name has one letter.
_MEMORY_PER_CHARACTER = 280
# The key, the entry and their places.
_MEMORY_PER_ENTRY = 1_000


@dataclass(slots=True)
class KeptDocument:
    """A document; `checked` has what was found about each of its operations."""

    size: int
    document: DocumentNode
    checked: dict[object, Any] = field(default_factory=dict[object, Any])


DocumentCache = LRUCache[str, KeptDocument]


def new_document_cache() -> DocumentCache:
    """Return the cache of one schema: the documents used least recently go first."""
    return LRUCache(KEPT_BYTES, getsizeof=_weight)


def parsed(cache: DocumentCache, text: str, **options: Any) -> DocumentNode:
    """Parse the text, with graphql-core's options, and keep the document if it is not too large.

    Raises GraphQLSyntaxError.
    """
    document = parse(text, **options)
    if len(text) <= LARGEST_KEPT:
        cache[text] = KeptDocument(len(text), document)
    return document


def _weight(kept: KeptDocument) -> int:
    return _MEMORY_PER_ENTRY + _MEMORY_PER_CHARACTER * kept.size


class KeepDocuments(SchemaExtension):
    """Parses each document once.

    Strawberry's ParserCache counts documents and not bytes: a thousand of the largest
    would take gigabytes.
    """

    def __init__(self, cache: DocumentCache) -> None:
        super().__init__()
        self._cache = cache

    def on_parse(self) -> Iterator[None]:
        execution = self.execution_context
        if text := execution.query:
            kept = self._cache.get(text)
            execution.graphql_document = (
                kept.document if kept else parsed(self._cache, text, **execution.parse_options)
            )
        yield
