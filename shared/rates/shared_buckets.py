"""Buckets in Redis, shared by all processes; while Redis is unavailable, this process's own."""

import asyncio
from collections.abc import Callable
from typing import cast

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.rates.buckets import ROUNDING, LocalBuckets, Taken
from shared.rates.rules import Rate

log = structlog.get_logger(__name__)

_PATIENCE_SECONDS = 1.0
"""How long an operation waits for Redis before this process counts by itself."""
_AWAY_SECONDS = 1.0
"""How long Redis is left alone after that."""

# A key stores the moment, in ms, at which its bucket is full again, and expires then. Returns the
# points taken and the ms until the bucket is full.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local capacity, per_ms = tonumber(ARGV[1]), tonumber(ARGV[2]) / 1000
local needed, wanted = tonumber(ARGV[3]), tonumber(ARGV[4])
local empty = capacity / per_ms
local full_in = math.max(tonumber(redis.call('GET', KEYS[1]) or 0) - now, 0)
-- A bucket that was larger before a change of the settings is empty at most.
full_in = math.min(full_in, empty)
local level = capacity - full_in * per_ms
local points = math.min(wanted, math.floor(level + tonumber(ARGV[5])))
if points < needed then
  points = 0
else
  full_in = full_in + points / per_ms
  redis.call('SET', KEYS[1], string.format('%.3f', now + full_in), 'PX', math.ceil(full_in))
end
return {points, string.format('%.3f', full_in)}
"""


class SharedBuckets:
    """Takes from Redis by one script for each call; never raises because of Redis."""

    def __init__(self, redis: Redis, prefix: str, now: Callable[[], float]) -> None:
        """`prefix` starts each key; `now` returns seconds that never go back."""
        self._script = redis.register_script(_TAKE)
        self._prefix = prefix
        self._now = now
        self._local = LocalBuckets(now)
        self._away_until = now()

    async def take(self, key: str, rate: Rate, *, needed: int, wanted: int) -> Taken:
        if self._now() >= self._away_until:
            try:
                return await self._take(key, rate, needed, wanted)
            except (RedisError, TimeoutError) as error:
                log.warning("rates_counted_locally", error=repr(error))
                self._away_until = self._now() + _AWAY_SECONDS
        return await self._local.take(key, rate, needed=needed, wanted=wanted)

    async def _take(self, key: str, rate: Rate, needed: int, wanted: int) -> Taken:
        arguments = [rate.capacity, rate.per_second, needed, wanted, ROUNDING]
        async with asyncio.timeout(_PATIENCE_SECONDS):
            answer = await self._script(keys=[self._prefix + key], args=arguments)
        points, full_in_ms = cast(tuple[int, str], answer)
        return Taken(points, rate.capacity - float(full_in_ms) / 1000 * rate.per_second)
