"""Whole public answers, made once and shared by all processes, under the catalog's version.

Every change raises the version in its own transaction, and each request reads the version first.
So an answer that is kept under a version is never older than that version. A client that has
seen a change never gets an older answer, from any process (docs/adr/0003).
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.clock import Clock
from subgraphs.catalog.domain.answers import ANSWER_LIFETIME, Answer, EncodedAnswer
from subgraphs.catalog.ports import SharedAnswers

LARGEST_KEPT = 256_000
"""The largest answer that is kept, in bytes of its JSON."""
SHARED_BYTES = 32 * 1024 * 1024
"""What a process may share with others within the lifetime of an answer, in bytes of JSON."""
MOST_REFILLS = 200
"""How many answers are made to be shared at the same time; beyond them nobody waits or shares."""
REFILL_WITHIN = timedelta(seconds=10)
"""How long making an answer to be shared may take, however little time its first reader has."""


class CatalogVersion:
    """The catalog's version, read from the store for each request.

    Requests that arrive at the same moment share a read.
    """

    def __init__(self, read: Callable[[], Awaitable[int]]) -> None:
        self._read = read
        self._reading: asyncio.Future[int] | None = None
        self._next: asyncio.Future[int] | None = None

    async def current(self) -> int:
        """Return the version, read after this call began."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.ensure_future(self._read())
            return await asyncio.shield(self._reading)
        # The running read began before this request, so it may miss a change that this client has
        # already seen. Wait for the next read, which all requests of this moment share.
        if self._next is None or self._next.done():
            self._next = asyncio.create_task(self._read_after(self._reading))
        return await asyncio.shield(self._next)

    async def _read_after(self, earlier: asyncio.Future[int]) -> int:
        await asyncio.wait([earlier])
        self._reading, self._next = self._next, None
        return await self._read()


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What was asked, at which version of the catalog."""

    version: int
    question: str

    def __str__(self) -> str:
        return f"catalog:answer:{self.version}:{self.question}"


@dataclass(slots=True)
class CacheSlot:
    """The place of one answer. No cache returns the answer from `until` on.

    A reader that finds no answer here makes it, and sets it here when it may be cached.
    """

    until: datetime
    answer: Answer | None = None


@dataclass(slots=True)
class _Refill:
    """An answer that is being made, and how many other readers wait for it."""

    filled: asyncio.Future[CacheSlot]
    waiting: int = 0

    async def wait(self) -> CacheSlot:
        self.waiting += 1
        try:
            return await asyncio.shield(self.filled)
        finally:
            self.waiting -= 1


class AnswerCache:
    """Looks an answer up in the store that all processes share, and lets one reader make it."""

    def __init__(self, shared: SharedAnswers, version: CatalogVersion, clock: Clock) -> None:
        self._shared = shared
        self._version = version
        self._clock = clock
        self._being_filled: dict[AnswerKey, _Refill] = {}
        self._shared_bytes = 0
        self._shared_bytes_until = clock.now()

    async def key(self, operation: str, variables: Any) -> AnswerKey:
        """Return the key of the answer to this operation at the current version."""
        version = await self._version.current()
        question = json.dumps([operation, variables], sort_keys=True, default=str)
        return AnswerKey(version, hashlib.sha256(question.encode()).hexdigest())

    @asynccontextmanager
    async def slot(self, key: AnswerKey) -> AsyncGenerator[CacheSlot]:
        """Yield the slot of the answer with this key.

        Of the readers that ask at the same time, the first makes the answer and the others wait.
        When that answer may not be cached, each of them makes its own: if they waited for a
        second one, and a third, they would be served one after the other. While MOST_REFILLS
        answers are being made, a reader of yet another makes its own, unshared.
        """
        if (refill := self._being_filled.get(key)) is not None:
            yield await refill.wait()
        elif len(self._being_filled) >= MOST_REFILLS:
            yield self._empty_slot()
        else:
            async with self._fill(key) as slot:
                yield slot

    def is_awaited(self, key: AnswerKey) -> bool:
        """Tell whether other readers wait for the answer that is being made."""
        refill = self._being_filled.get(key)
        return refill is not None and refill.waiting > 0

    def time_left(self, slot: CacheSlot) -> timedelta:
        """Return for how long the answer may still be kept."""
        return slot.until - self._clock.now()

    def _empty_slot(self) -> CacheSlot:
        # Its time begins before the answer is made, because the answer may describe this moment.
        return CacheSlot(self._clock.now() + ANSWER_LIFETIME)

    @asynccontextmanager
    async def _fill(self, key: AnswerKey) -> AsyncGenerator[CacheSlot]:
        """Yield the slot to the first reader, for which the others wait."""
        filled = asyncio.get_running_loop().create_future()
        self._being_filled[key] = _Refill(filled)
        slot = self._empty_slot()
        try:
            shared = await self._shared.get(str(key))
            if shared is not None and self._clock.now() < shared.until:
                slot = CacheSlot(shared.until, shared.answer)
            is_made = slot.answer is None
            yield slot
        finally:
            del self._being_filled[key]
            filled.set_result(CacheSlot(slot.until, slot.answer))
        if is_made and slot.answer is not None:
            made = EncodedAnswer.of(slot.answer, slot.until)
            if self._may_share(made):
                await self._shared.put(str(key), made)

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
