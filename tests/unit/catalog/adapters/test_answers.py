"""Answers that processes share through Redis."""

from datetime import timedelta

from tests.unit.catalog.process import MemoryRedis, Process, Query, add_city, ask
from tests.unit.catalog.town import Town


async def test_another_process_reads_an_answer_from_redis(town: Town, redis: MemoryRedis) -> None:
    for process in (Process(town, redis), Process(town, redis)):
        await ask(process, "{ cities }")
    assert Query.resolved == 1


async def test_answers_are_made_while_redis_is_unavailable(town: Town, redis: MemoryRedis) -> None:
    redis.away = True
    process = Process(town, redis)
    assert await ask(process, "{ cities }") == await ask(process, "{ cities }")
    assert Query.resolved == 2, "each reader makes its own"
    redis.away = False
    add_city(town, "Cali")
    assert await ask(process, "{ cities }")
    assert not redis.values, "Redis is not asked for a while"
    town.clock.moment += timedelta(seconds=2)
    add_city(town, "Pasto")
    assert await ask(process, "{ cities }")
    assert redis.values


async def test_an_answer_expires_in_redis(town: Town, redis: MemoryRedis) -> None:
    await ask(Process(town, redis), "{ cities }")
    assert redis.expiries == [timedelta(seconds=30)]
