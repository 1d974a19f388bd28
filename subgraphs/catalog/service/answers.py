"""The cache of whole public answers, by the question and the catalog's version.

Every change raises the version in its own transaction, and each request reads the version first.
So an answer that is cached under a version is never older than that version. A client that has
seen a change never gets an older answer, from any process (docs/adr/0003).
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache

from shared.clock import Clock
from subgraphs.catalog.domain.answers import ANSWER_LIFETIME, Answer, CachedAnswer, EncodedAnswer
from subgraphs.catalog.ports import SharedAnswers

KEPT_BYTES = 64 * 1024 * 1024
"""What the answers that a process keeps may weigh together, in bytes of its memory."""
LARGEST_KEPT = 256_000
"""The largest answer that is kept, in bytes of its JSON."""
SHARED_BYTES = 32 * 1024 * 1024
"""What a process may share with others within the lifetime of an answer, in bytes of JSON."""
MOST_REFILLS = 200
"""How many answers are made for the cache at the same time; beyond them nobody waits or keeps."""

# An answer's dicts, lists and strings take 5.4 to 7.7 times its JSON.
_MEMORY_PER_JSON_BYTE = 7
# The key, the entry and their places, so that many small answers are counted too.
_MEMORY_PER_ENTRY = 1_000


@dataclass(slots=True)
class CacheSlot:
    """The place of one answer in the cache.

    A reader that finds no answer here makes it, and sets it here when it may be cached.
    """

    answer: Answer | None = None


class AnswerCache:
    """Looks an answer up in this process first, then in the store that all processes share."""

    def __init__(
        self, shared: SharedAnswers, version: Callable[[], Awaitable[int]], clock: Clock
    ) -> None:
        self._shared = shared
        self._version = version
        self._clock = clock
        self._answers = LRUCache[str, CachedAnswer](KEPT_BYTES, getsizeof=_weight)
        self._being_filled: dict[str, asyncio.Future[Answer | None]] = {}
        self._shared_bytes = 0
        self._shared_bytes_until = clock.now()
        self._version_read: asyncio.Future[int] | None = None
        self._next_version_read: asyncio.Future[int] | None = None

    async def key(self, operation: str, variables: Any) -> str:
        """Return the key of the answer to this operation at the current version."""
        version = await self._current_version()
        question = json.dumps([operation, variables], sort_keys=True, default=str)
        return f"catalog:answer:{version}:{hashlib.sha256(question.encode()).hexdigest()}"

    @asynccontextmanager
    async def slot(self, key: str) -> AsyncGenerator[CacheSlot]:
        """Yield the slot of the answer with this key.

        Of the readers that find it empty at the same time, the first makes the answer and the
        others wait. When that answer may not be cached, each of them makes its own: if they
        waited for a second one, and a third, they would be served one after the other. While
        MOST_REFILLS answers are being made, a reader of yet another makes its own, unkept.
        """
        if (cached := self._if_valid(self._answers.get(key))) is not None:
            yield CacheSlot(cached.answer)
        elif (filled := self._being_filled.get(key)) is not None:
            yield CacheSlot(await asyncio.shield(filled))
        elif len(self._being_filled) >= MOST_REFILLS:
            yield CacheSlot()
        else:
            async with self._fill(key) as slot:
                yield slot

    @asynccontextmanager
    async def _fill(self, key: str) -> AsyncGenerator[CacheSlot]:
        """Yield the slot to the first reader, for which the others wait."""
        # Counted from here on, because the answer may describe this moment.
        until = self._clock.now() + ANSWER_LIFETIME
        filled = asyncio.get_running_loop().create_future()
        self._being_filled[key] = filled
        slot = CacheSlot()
        try:
            shared = self._if_valid(await self._shared.get(key))
            slot.answer = shared.answer if shared else None
            yield slot
            made = None
            if shared is not None:
                self._keep(key, shared)
            elif slot.answer is not None:
                made = EncodedAnswer.of(slot.answer, until)
                self._keep(key, CachedAnswer(slot.answer, until, len(made.text)))
        finally:
            del self._being_filled[key]
            filled.set_result(slot.answer)
        if made is not None and self._may_share(made):
            await self._shared.put(key, made)

    def _keep(self, key: str, cached: CachedAnswer) -> None:
        if cached.size <= LARGEST_KEPT:
            self._answers[key] = cached

    def _may_share(self, made: EncodedAnswer) -> bool:
        """Tell whether the answer is small enough, and count it.

        Others need Redis too: new questions without end must not fill it.
        """
        if len(made.text) > LARGEST_KEPT:
            return False
        now = self._clock.now()
        if now >= self._shared_bytes_until:
            self._shared_bytes, self._shared_bytes_until = 0, now + ANSWER_LIFETIME
        self._shared_bytes += len(made.text)
        return self._shared_bytes <= SHARED_BYTES

    def _if_valid(self, cached: CachedAnswer | None) -> CachedAnswer | None:
        return cached if cached is not None and self._clock.now() < cached.until else None

    async def _current_version(self) -> int:
        """Return the version, read after this call began; simultaneous requests share a read."""
        if self._version_read is None or self._version_read.done():
            self._version_read = asyncio.ensure_future(self._version())
            return await asyncio.shield(self._version_read)
        # The running read began before this request, so it may miss a change that this client has
        # already seen. Wait for the next read, which all requests of this moment share.
        if self._next_version_read is None or self._next_version_read.done():
            self._next_version_read = asyncio.create_task(self._read_after(self._version_read))
        return await asyncio.shield(self._next_version_read)

    async def _read_after(self, earlier: asyncio.Future[int]) -> int:
        await asyncio.wait([earlier])
        self._version_read, self._next_version_read = self._next_version_read, None
        return await self._version()


def _weight(cached: CachedAnswer) -> int:
    return _MEMORY_PER_ENTRY + _MEMORY_PER_JSON_BYTE * cached.size
