"""Parsed documents, kept for the next request with the same text."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache
from graphql import DocumentNode, parse
from strawberry.extensions import SchemaExtension

KEPT_BYTES = 64 * 1024 * 1024
"""What the documents of a schema may weigh together, in bytes of the process's memory."""
LARGEST_KEPT = 8_000
"""The largest document that is kept, in characters."""

Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")

# One, so that however many documents are new, the event loop has half of the processor.
_thread = ThreadPoolExecutor(1, "documents")
# Those who ask for the same at the same time wait for the same.
_being_parsed = dict[str, asyncio.Future[DocumentNode]]()

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
    _keep(cache, text, document)
    return document


def beside_the_loop(
    call: Callable[Parameters, Result], *args: Parameters.args, **named: Parameters.kwargs
) -> asyncio.Future[Result]:
    """Call in the thread that all new documents share.

    Parsing and validating the largest document takes a tenth of a second, without a pause.
    """
    loop = asyncio.get_running_loop()
    return loop.run_in_executor(_thread, partial(call, *args, **named))


def _is_parsed(text: str, parsing: asyncio.Future[DocumentNode]) -> None:
    _being_parsed.pop(text)
    # When all who waited have gone, nobody else looks at a syntax error, and asyncio logs it.
    if not parsing.cancelled():
        parsing.exception()


def _keep(cache: DocumentCache, text: str, document: DocumentNode) -> None:
    if len(text) <= LARGEST_KEPT:
        cache[text] = KeptDocument(len(text), document)


def _weight(kept: KeptDocument) -> int:
    return _MEMORY_PER_ENTRY + _MEMORY_PER_CHARACTER * kept.size


class KeepDocuments(SchemaExtension):
    """Parses each document once, and refuses one with more than `max_tokens`.

    Strawberry's ParserCache counts documents and not bytes: a thousand of the largest
    would take gigabytes.
    """

    def __init__(self, cache: DocumentCache, max_tokens: int) -> None:
        super().__init__()
        self._cache = cache
        self._max_tokens = max_tokens

    async def on_parse(self) -> AsyncIterator[None]:
        execution = self.execution_context
        if text := execution.query:
            kept = self._cache.get(text)
            execution.graphql_document = kept.document if kept else await self._parsed(text)
        yield

    async def _parsed(self, text: str) -> DocumentNode:
        parsing = _being_parsed.get(text)
        if parsing is None:
            parsing = beside_the_loop(parse, text, max_tokens=self._max_tokens)
            _being_parsed[text] = parsing
            parsing.add_done_callback(partial(_is_parsed, text))
        # Others may wait for it when this operation is stopped.
        document = await asyncio.shield(parsing)
        if text not in self._cache:
            _keep(self._cache, text, document)
        return document
