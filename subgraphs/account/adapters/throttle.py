"""Throttling in Redis, for all replicas together.

Short scripts rather than a library: libraries count calls in windows. A login needs a wait that
doubles with every failure, and a count that rises before the password is compared.
"""

import hashlib
import math

from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from shared.storage.redis import redis_needed
from subgraphs.account.domain.throttling import BackoffRule, RateRule
from subgraphs.account.errors import TooManyAttempts

# Counts an attempt under every key and returns 0. When a key is blocked it counts nothing and
# returns the wait in ms. The attempt counts as failed from the start: of any number of attempts at
# the same moment only the free ones are made.
_COUNT_ATTEMPT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait = 0
for _, key in ipairs(KEYS) do
  wait = math.max(wait, tonumber(redis.call('HGET', key, 'until') or 0) - now)
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
  local free, first, longest, kept = unpack(ARGV, 4 * i - 3, 4 * i)
  local failures = redis.call('HINCRBY', key, 'failures', 1)
  local block = 0
  if failures >= tonumber(free) then
    block = math.min(first * 2 ^ (failures - free), tonumber(longest))
    redis.call('HSET', key, 'until', string.format('%d', now + block))
  end
  redis.call('PEXPIRE', key, string.format('%d', kept + block))
end
return 0
"""

_WITHDRAW_ATTEMPT = """
local failures = redis.call('HINCRBY', KEYS[1], 'failures', -1)
if failures <= 0 then
  redis.call('DEL', KEYS[1])
elseif failures < tonumber(ARGV[1]) then
  redis.call('HDEL', KEYS[1], 'until')
end
return 0
"""

# The generic cell rate algorithm: a key stores the moment at which its bucket is empty again.
_COUNT_CALL = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local count, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local empty_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + per / count
local wait = empty_at - now - per
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.3f', empty_at), 'PX', math.ceil(empty_at - now))
return 0
"""


class RedisThrottle:
    """Adapter of the port Throttle. Raises Unavailable while Redis cannot be reached."""

    def __init__(self, redis: Redis) -> None:
        self._count_attempt = redis.register_script(_COUNT_ATTEMPT)
        self._withdraw_attempt = redis.register_script(_WITHDRAW_ATTEMPT)
        self._count_call = redis.register_script(_COUNT_CALL)
        self._redis = redis

    async def count_attempt(self, *attempts: tuple[BackoffRule, str]) -> None:
        keys = [_key(rule, subject) for rule, subject in attempts]
        arguments: list[int] = []
        for rule, _ in attempts:
            times = (rule.waits.first, rule.waits.longest, rule.forgotten_after)
            arguments += [rule.free, *(_ms(time.total_seconds()) for time in times)]
        await self._run(self._count_attempt, keys, arguments)

    async def withdraw_attempt(self, rule: BackoffRule, subject: str) -> None:
        await self._run(self._withdraw_attempt, [_key(rule, subject)], [rule.free])

    async def clear_attempts(self, rule: BackoffRule, subject: str) -> None:
        with redis_needed("session store"):
            await self._redis.delete(_key(rule, subject))

    async def count_call(self, rule: RateRule, subject: str) -> None:
        arguments = [rule.count, _ms(rule.per.total_seconds())]
        await self._run(self._count_call, [_key(rule, subject)], arguments)

    async def _run(self, script: AsyncScript, keys: list[str], arguments: list[int]) -> None:
        with redis_needed("session store"):
            wait_ms: int = await script(keys=keys, args=arguments)
        if wait_ms > 0:
            raise TooManyAttempts(math.ceil(wait_ms / 1000))


def _key(rule: BackoffRule | RateRule, subject: str) -> str:
    # Hashed, because an e-mail address may be of any length and is not for readers of Redis.
    return f"throttle:{rule.name}:{hashlib.sha256(subject.encode()).hexdigest()[:32]}"


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
