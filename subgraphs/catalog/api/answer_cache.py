"""Whole public answers, kept by operation, variables and the catalog's version.

The version rises in the very transaction of every change, and each request reads it first. So an
answer that is kept under a version is never older than that version, and nobody who has seen a
change can be given what was before it, whichever process they ask (docs/adr/0003).
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from cachetools import LRUCache
from graphql import ExecutionResult
from redis.asyncio import Redis
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from shared.clock import Clock
from shared.storage.redis import REDIS_AWAY

log = structlog.get_logger(__name__)

Answer = dict[str, Any]

# Answers depend on the present ("still to be shown"), so none is kept for long.
_KEPT = timedelta(seconds=30)
_IN_PROCESS = 2_000
_PATIENCE_SECONDS = 0.25
_LEFT_ALONE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the moment from which nobody is given it, wherever it is kept."""

    answer: Answer
    until: datetime


@dataclass(slots=True)
class Turn:
    """A reader's turn at an answer: it is there, or else this reader makes it.

    Whoever makes one that may be kept sets it here.
    """

    answer: Answer | None = None


class SharedAnswers:
    """The answers that all processes share, in Redis; while it is away there are none.

    A Redis that does not answer is asked again only after a while, so that no reader waits for
    it: making an answer anew takes less time than finding out that nobody has it.
    """

    def __init__(self, redis: Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock
        self._away_until = clock.now()

    async def get(self, key: str) -> Kept | None:
        text = await self._attempt(lambda: self._redis.get(key))
        if text is None:
            return None
        stored = json.loads(text)
        return Kept(stored["answer"], datetime.fromisoformat(stored["until"]))

    async def put(self, key: str, kept: Kept) -> None:
        text = json.dumps({"answer": kept.answer, "until": kept.until.isoformat()})
        await self._attempt(lambda: self._redis.set(key, text, ex=_KEPT))

    async def _attempt(self, command: Callable[[], Awaitable[Any]]) -> Any:
        if self._clock.now() < self._away_until:
            return None
        try:
            return await asyncio.wait_for(command(), _PATIENCE_SECONDS)
        except (*REDIS_AWAY, TimeoutError) as error:
            self._away_until = self._clock.now() + _LEFT_ALONE
            log.warning("answers_are_not_shared", error=repr(error))
            return None


class AnswerCache:
    """In this process first, in Redis second; Redis may be away."""

    def __init__(
        self, shared: SharedAnswers, version: Callable[[], Awaitable[int]], clock: Clock
    ) -> None:
        self._shared = shared
        self._version = version
        self._clock = clock
        self._answers = LRUCache[str, Kept](_IN_PROCESS)
        self._refills: dict[str, asyncio.Future[Answer | None]] = {}
        self._version_read: asyncio.Future[int] | None = None
        self._next_version_read: asyncio.Future[int] | None = None

    async def key(self, operation: str, variables: Any) -> str:
        """What an answer to this operation is kept under at this moment."""
        version = await self._current_version()
        asked = json.dumps([operation, variables], sort_keys=True, default=str)
        return f"catalog:answer:{version}:{hashlib.sha256(asked.encode()).hexdigest()}"

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncGenerator[Turn]:
        """A reader's turn at the answer that is kept under `key`.

        Of those who come together for one that is not there, the first makes it and the others
        wait. When nothing comes of it that may be kept, each of them goes on alone: were there a
        second to wait for, and a third, they would be served one after the other.
        """
        if (kept := self._if_valid(self._answers.get(key))) is not None:
            yield Turn(kept.answer)
        elif (refill := self._refills.get(key)) is not None:
            yield Turn(await asyncio.shield(refill))
        else:
            async with self._refill(key) as turn:
                yield turn

    @asynccontextmanager
    async def _refill(self, key: str) -> AsyncGenerator[Turn]:
        """The turn of the one for whom others wait."""
        # From its beginning: what is made is as of then.
        until = self._clock.now() + _KEPT
        refill = asyncio.get_running_loop().create_future()
        self._refills[key] = refill
        turn = Turn()
        try:
            shared = self._if_valid(await self._shared.get(key))
            turn.answer = shared.answer if shared else None
            yield turn
            if turn.answer is not None:
                self._answers[key] = shared or Kept(turn.answer, until)
        finally:
            del self._refills[key]
            refill.set_result(turn.answer)
        if turn.answer is not None and shared is None:
            await self._shared.put(key, Kept(turn.answer, until))

    def _if_valid(self, kept: Kept | None) -> Kept | None:
        return kept if kept is not None and self._clock.now() < kept.until else None

    async def _current_version(self) -> int:
        """The version read after this call began; requests that arrive together share a read."""
        if self._version_read is None or self._version_read.done():
            self._version_read = asyncio.ensure_future(self._version())
            return await asyncio.shield(self._version_read)
        # The read under way began before this request did, so it may miss a change that this
        # client has already seen: wait for the next one, with everybody else who came meanwhile.
        if self._next_version_read is None or self._next_version_read.done():
            self._next_version_read = asyncio.create_task(self._read_after(self._version_read))
        return await asyncio.shield(self._next_version_read)

    async def _read_after(self, earlier: asyncio.Future[int]) -> int:
        await asyncio.wait([earlier])
        self._version_read, self._next_version_read = self._next_version_read, None
        return await self._version()


class CacheAnswers(SchemaExtension):
    """Answers queries from the cache, and keeps what may be kept.

    Never kept: mutations, answers with an error, and answers for which anything looked at who
    asks. The last is observed rather than declared, so that a field added tomorrow cannot leak by
    being forgotten.
    """

    async def on_execute(self) -> AsyncGenerator[None]:
        execution = self.execution_context
        cache: AnswerCache = execution.context.answer_cache
        if execution.operation_type is not OperationType.QUERY:
            yield
            return
        key = await cache.key(f"{execution.operation_name}\n{execution.query}", execution.variables)
        async with cache.turn(key) as turn:
            if turn.answer is not None:
                execution.result = ExecutionResult(data=turn.answer, errors=None)
                yield
                return
            yield
            result = execution.result
            public = not execution.context.caller_was_looked_at
            if public and isinstance(result, ExecutionResult) and result.data and not result.errors:
                turn.answer = result.data
