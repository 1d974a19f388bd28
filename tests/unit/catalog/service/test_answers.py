"""The answer cache: one reader makes an answer, and no answer lives longer than its time."""

import asyncio
from datetime import timedelta

from subgraphs.catalog.domain.answers import Answer
from tests.unit.catalog.process import MemoryRedis, Process, Query, ask
from tests.unit.catalog.town import Town


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
    async with process.cache.slot("key") as slot:
        town.clock.moment += timedelta(seconds=20)
        slot.answer = {"made": "slowly"}
    town.clock.moment += timedelta(seconds=10)
    async with process.cache.slot("key") as slot:
        assert slot.answer is None


async def test_a_waiting_reader_continues_when_the_first_is_cancelled(
    town: Town, redis: MemoryRedis
) -> None:
    process = Process(town, redis)
    being_made = asyncio.Event()

    async def make() -> None:
        async with process.cache.slot("key"):
            being_made.set()
            await asyncio.Event().wait()

    async def wait() -> Answer | None:
        async with process.cache.slot("key") as slot:
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
        async with process.cache.slot("key") as slot:
            assert slot.answer is None
            await all_readers.wait()

    async with process.cache.slot("key"):
        readers = [asyncio.create_task(read()) for _ in range(20)]
        await asyncio.sleep(0)  # now all of them wait for this answer
    async with asyncio.timeout(5):
        await asyncio.gather(*readers)
