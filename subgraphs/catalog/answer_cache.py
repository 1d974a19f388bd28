"""Whole public answers, kept by operation, variables and the catalog's version.

The version rises in the very transaction of every change, and each request reads it first. So an
answer that is kept under a version is never older than that version, and nobody who has seen a
change can be given what was before it, whichever process they ask (docs/adr/0003).
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from typing import Any, cast

import structlog
from cachetools import TTLCache
from graphql import ExecutionResult
from redis.asyncio import Redis
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from shared.clock import Clock
from shared.redis import REDIS_AWAY

log = structlog.get_logger(__name__)

Answer = dict[str, Any]

# Answers depend on the present ("still to be shown"), so none is kept for long.
_KEPT = timedelta(seconds=30)
_IN_PROCESS = 2_000
_PATIENCE_SECONDS = 0.25
_LEFT_ALONE = timedelta(seconds=1)


class SharedAnswers:
    """The answers that all processes share, in Redis; while it is away there are none.

    A Redis that does not answer is asked again only after a while, so that no reader waits for
    it: making an answer anew takes less time than finding out that nobody has it.
    """

    def __init__(self, redis: Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock
        self._away_until = clock.now()

    async def get(self, key: str) -> Answer | None:
        stored = await self._attempt(lambda: self._redis.get(key))
        return cast(Answer, json.loads(stored)) if stored is not None else None

    async def put(self, key: str, answer: Answer) -> None:
        await self._attempt(lambda: self._redis.set(key, json.dumps(answer), ex=_KEPT))

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

    def __init__(self, shared: SharedAnswers, version: Callable[[], Awaitable[int]]) -> None:
        self._shared = shared
        self._version = version
        self._answers = TTLCache[str, Answer](_IN_PROCESS, _KEPT.total_seconds())
        self._refills: dict[str, asyncio.Future[Answer | None]] = {}
        self._version_read: asyncio.Future[int] | None = None
        self._next_version_read: asyncio.Future[int] | None = None

    async def key(self, operation: str, variables: Any) -> str:
        """What an answer to this operation is kept under at this moment."""
        version = await self._current_version()
        asked = json.dumps([operation, variables], sort_keys=True, default=str)
        return f"catalog:answer:{version}:{hashlib.sha256(asked.encode()).hexdigest()}"

    async def get(self, key: str) -> Answer | None:
        """The answer, when it is kept or another request is just making it.

        None makes the caller the one who refills: it must call `put` or `give_up`.
        """
        while (refill := self._refills.get(key)) is not None:
            answer = await asyncio.shield(refill)
            if answer is not None:
                return answer
        kept = self._answers.get(key)
        if kept is not None:
            return kept
        self._refills[key] = asyncio.get_running_loop().create_future()
        try:
            answer = await self._shared.get(key)
        except BaseException:
            self.give_up(key)
            raise
        if answer is not None:
            self._settle(key, answer)
        return answer

    async def put(self, key: str, answer: Answer) -> None:
        """Keep an answer, here and for the other processes."""
        self._settle(key, answer)
        await self._shared.put(key, answer)

    def give_up(self, key: str) -> None:
        """There is no answer to keep; whoever waits makes their own."""
        refill = self._refills.pop(key, None)
        if refill:
            refill.set_result(None)

    def _settle(self, key: str, answer: Answer) -> None:
        self._answers[key] = answer
        refill = self._refills.pop(key, None)
        if refill:
            refill.set_result(answer)

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

    Never kept: mutations, answers with an error, and answers for which somebody asked who the
    viewer is. The last is observed rather than declared, so that a field added tomorrow cannot
    leak by being forgotten.
    """

    async def on_execute(self) -> AsyncGenerator[None]:
        execution = self.execution_context
        cache: AnswerCache = execution.context.answer_cache
        if execution.operation_type is not OperationType.QUERY:
            yield
            return
        key = await cache.key(f"{execution.operation_name}\n{execution.query}", execution.variables)
        answer = await cache.get(key)
        if answer is not None:
            execution.result = ExecutionResult(data=answer, errors=None)
            yield
            return
        try:
            yield
            result = execution.result
            public = not execution.context.viewer_was_asked_for
            if public and isinstance(result, ExecutionResult) and result.data and not result.errors:
                await cache.put(key, result.data)
        finally:
            cache.give_up(key)
