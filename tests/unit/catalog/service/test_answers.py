"""The answer cache: one reader makes an answer, and no answer lives longer than its time."""

import asyncio
from datetime import timedelta

import pytest

from subgraphs.catalog.domain.answers import Answer
from subgraphs.catalog.service import answers
from subgraphs.catalog.service.answers import LARGEST_KEPT, MOST_REFILLS, AnswerKey
from tests.unit.catalog.process import MemoryRedis, Process, Query, ask
from tests.unit.catalog.town import Town

_KEY = AnswerKey(1, "key")


async def test_a_thousand_simultaneous_readers_make_an_answer_once(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    await asyncio.gather(*(ask(process, "{ cities }") for _ in range(1_000)))
    assert Query.resolved == 1


async def test_an_answer_lives_half_a_minute_in_every_store(town: Town, redis: MemoryRedis) -> None:
    """A second process that reads it from Redis does not cache it for another half minute."""
    first, second = Process(town, redis), Process(town, redis)
    await ask(first, "{ cities }")
    town.clock.moment += timedelta(seconds=29)
    await ask(second, "{ cities }")
    assert Query.resolved == 1
    town.clock.moment += timedelta(seconds=1)
    await ask(second, "{ cities }")
    assert Query.resolved == 2
    await ask(first, "{ cities }")
    assert Query.resolved == 2, "the second process shares its answer"


async def test_the_life_of_an_answer_begins_before_it_is_made(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    async with process.cache.slot(_KEY) as slot:
        town.clock.moment += timedelta(seconds=20)
        slot.answer = {"made": "slowly"}
    town.clock.moment += timedelta(seconds=10)
    async with process.cache.slot(_KEY) as slot:
        assert slot.answer is None


async def test_a_waiting_reader_continues_when_the_first_is_cancelled(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    being_made = asyncio.Event()

    async def make() -> None:
        async with process.cache.slot(_KEY):
            being_made.set()
            await asyncio.Event().wait()

    async def wait() -> Answer | None:
        async with process.cache.slot(_KEY) as slot:
            return slot.answer

    maker = asyncio.create_task(make())
    await being_made.wait()
    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    maker.cancel()
    async with asyncio.timeout(5):
        assert await waiting is None
    assert maker.cancelled()


async def test_readers_of_an_answer_that_is_not_cached_are_served_at_the_same_time(
    town: Town, redis: MemoryRedis
) -> None:
    """Each waiting reader makes its own answer, and finishes only when all of them do."""
    process = Process(town, redis)
    all_readers = asyncio.Barrier(20)

    async def read() -> None:
        async with process.cache.slot(_KEY) as slot:
            assert slot.answer is None
            await all_readers.wait()

    async with process.cache.slot(_KEY):
        readers = [asyncio.create_task(read()) for _ in range(20)]
        await asyncio.sleep(0)  # now all of them wait for this answer
    async with asyncio.timeout(5):
        await asyncio.gather(*readers)


async def _fill(process: Process, key: str, length: int) -> None:
    async with process.cache.slot(AnswerKey(1, key)) as slot:
        slot.answer = {"text": "x" * length}


async def _is_kept(process: Process, key: str) -> bool:
    async with process.cache.slot(AnswerKey(1, key)) as slot:
        return slot.answer is not None


async def test_an_answer_above_the_largest_is_kept_nowhere(town: Town, redis: MemoryRedis) -> None:
    process = Process(town, redis)
    await _fill(process, "large", LARGEST_KEPT + 1)
    assert not await _is_kept(process, "large")
    assert not redis.values


async def test_waiting_readers_get_an_answer_that_is_too_large_to_keep(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    async with process.cache.slot(AnswerKey(1, "large")) as slot:
        waiting = asyncio.create_task(_is_kept(process, "large"))
        await asyncio.sleep(0)
        slot.answer = {"text": "x" * (LARGEST_KEPT + 1)}
    assert await waiting


async def test_a_process_shares_a_bounded_sum_of_bytes_within_the_life_of_an_answer(
    town: Town, redis: MemoryRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "SHARED_BYTES", 250_000)
    process = Process(town, redis)
    for key in "abc":
        await _fill(process, key, 100_000)
    assert [key[-1] for key in redis.values] == ["a", "b"]
    town.clock.moment += timedelta(seconds=30)
    await _fill(process, "d", 100_000)
    assert [key[-1] for key in redis.values] == ["a", "b", "d"]


async def test_a_bounded_number_of_answers_is_made_for_the_cache_at_the_same_time(
    town: Town, redis: MemoryRedis
) -> None:
    """Beyond them a reader makes its own answer at once, and it is not kept."""
    process = Process(town, redis)
    release, making = asyncio.Event(), asyncio.Barrier(MOST_REFILLS + 1)

    async def make(key: str) -> None:
        async with process.cache.slot(AnswerKey(1, key)) as slot:
            await making.wait()
            await release.wait()
            slot.answer = {"made": key}

    makers = [asyncio.create_task(make(f"key {n}")) for n in range(MOST_REFILLS)]
    await making.wait()
    await _fill(process, "one more", 10)
    release.set()
    await asyncio.gather(*makers)
    assert await _is_kept(process, "key 0")
    assert not await _is_kept(process, "one more")
