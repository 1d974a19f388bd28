"""The buckets in Redis: one script, atomic for all processes, and keys that expire."""

import asyncio
import time
from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from dev.stack import Stack
from shared.rates.limiter import RateLimiter
from shared.rates.rules import Caller, Rate, Rates
from shared.rates.shared_buckets import SharedBuckets

PROCESSES = 4
# In the time of a test, nothing comes back.
SLOW = Rate(capacity=1_000, per_second=0.001)


@pytest.fixture
async def redis(stack: Stack) -> AsyncGenerator[Redis]:
    redis = Redis.from_url(stack.admin.redis_url, decode_responses=True)  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
    async with redis:
        yield redis


@pytest.fixture
def prefix() -> str:
    return f"rate:test-{uuid4().hex}:"


async def test_many_processes_together_grant_what_the_bucket_has(redis: Redis, prefix: str) -> None:
    limiters = [
        RateLimiter(
            {"reads": Rates(SLOW, SLOW)},
            SharedBuckets(redis, prefix, time.monotonic),
            time.monotonic,
        )
        for _ in range(PROCESSES)
    ]
    caller = Caller("account", "somebody")
    answers = await asyncio.gather(
        *(limiters[number % PROCESSES].charge(caller, {"reads": 7}) for number in range(600))
    )
    served = answers.count(None)
    assert served <= SLOW.capacity // 7
    # Less than a chunk stays with each process.
    assert served * 7 > SLOW.capacity - PROCESSES * (SLOW.capacity // 20 + 7)
    assert await redis.exists(f"{prefix}reads:account:somebody")


async def test_a_key_expires_when_its_bucket_is_full_again(redis: Redis, prefix: str) -> None:
    buckets = SharedBuckets(redis, prefix, time.monotonic)
    rate = Rate(capacity=1_000, per_second=100)
    taken = await buckets.take("a", rate, needed=500, wanted=500)
    assert (taken.points, taken.left) == (500, pytest.approx(500, abs=0.1))
    assert 4_000 < await redis.pttl(f"{prefix}a") <= 5_000
    again = await buckets.take("a", rate, needed=900, wanted=900)
    assert again.points == 0
    assert 500 <= again.left < 900


async def test_a_bucket_that_was_larger_is_empty_at_most(redis: Redis, prefix: str) -> None:
    buckets = SharedBuckets(redis, prefix, time.monotonic)
    await buckets.take("a", Rate(1_000_000, 1), needed=1_000_000, wanted=1_000_000)
    taken = await buckets.take("a", Rate(100, 10), needed=1, wanted=1)
    assert taken.left == pytest.approx(0, abs=0.1)
