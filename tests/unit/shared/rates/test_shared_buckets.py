"""While Redis is unavailable, a process counts by itself."""

from typing import Any, cast

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError
from structlog.testing import capture_logs

from shared.rates.buckets import Taken
from shared.rates.rules import Rate
from shared.rates.shared_buckets import SharedBuckets
from tests.unit.shared.rates.seconds import Seconds

RATE = Rate(capacity=100, per_second=10)


class FailingRedis:
    """Answers each script that it has 40 points left, or fails."""

    def __init__(self) -> None:
        self.error: RedisError | None = None
        self.calls = 0

    def register_script(self, script: str) -> Any:
        async def run(keys: list[str], args: list[float]) -> list[object]:
            self.calls += 1
            if self.error:
                raise self.error
            return [60, "6000.000"]

        return run


@pytest.mark.parametrize("error", [RedisConnectionError(), ResponseError("OOM")])
async def test_a_process_counts_by_itself_until_redis_is_back(error: RedisError) -> None:
    clock, redis = Seconds(), FailingRedis()
    buckets = SharedBuckets(cast(Redis, redis), "rate:things:", clock.now)

    async def take() -> Taken:
        return await buckets.take("a", RATE, needed=60, wanted=60)

    assert await take() == Taken(60, 40)
    redis.error = error
    with capture_logs() as lines:
        assert await take() == Taken(60, 40), "the first from a bucket of its own"
        assert await take() == Taken(0, 40)
    assert ([line["event"] for line in lines], redis.calls) == (["rates_counted_locally"], 2)
    redis.error = None
    clock.present += 1
    assert await take() == Taken(60, 40)
    assert redis.calls == 3
