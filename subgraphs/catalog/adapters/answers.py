"""The shared answers in Redis."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from redis.asyncio import Redis

from shared.clock import Clock
from shared.storage.redis import REDIS_UNAVAILABLE
from subgraphs.catalog.domain.answers import ANSWER_LIFETIME, CachedAnswer, EncodedAnswer

log = structlog.get_logger(__name__)

_PATIENCE_SECONDS = 0.25
_PAUSE_AFTER_FAILURE = timedelta(seconds=1)


class RedisAnswers:
    """Adapter of the port SharedAnswers; while Redis is unavailable it has no answers.

    After a failure Redis is not asked for a while, so that no reader waits for it: making an
    answer takes less time than a timeout.
    """

    def __init__(self, redis: Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock
        self._paused_until = clock.now()

    async def get(self, key: str) -> CachedAnswer | None:
        text = await self._attempt(lambda: self._redis.get(key))
        if text is None:
            return None
        stored = json.loads(text)
        until = datetime.fromisoformat(stored["until"])
        return CachedAnswer(stored["answer"], until)

    async def put(self, key: str, encoded: EncodedAnswer) -> None:
        text = f'{{"until": "{encoded.until.isoformat()}", "answer": {encoded.text}}}'
        await self._attempt(lambda: self._redis.set(key, text, ex=ANSWER_LIFETIME))

    async def _attempt(self, command: Callable[[], Awaitable[Any]]) -> Any:
        if self._clock.now() < self._paused_until:
            return None
        try:
            return await asyncio.wait_for(command(), _PATIENCE_SECONDS)
        except (*REDIS_UNAVAILABLE, TimeoutError) as error:
            self._paused_until = self._clock.now() + _PAUSE_AFTER_FAILURE
            log.warning("answers_are_not_shared", error=repr(error))
            return None
