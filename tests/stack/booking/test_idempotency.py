"""One effect for each key, however often it is repeated and whichever process crashes."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.errors import IdempotencyConflict, InvalidInput, NotFound
from shared.ids import UlidSource
from shared.storage.mongo import Database, ensure_collections
from subgraphs.booking.adapters import idempotency
from subgraphs.booking.adapters.idempotency import IDEMPOTENCY, MongoIdempotency
from subgraphs.booking.domain.calls import Call
from subgraphs.booking.ports import Answer, Work
from tests.stack.booking.testbed import BookingTestbed
from tests.unit.booking.fakes import MovedClock
from tests.waiting import until

CALL = Call("acc_1", "pay", "key", {"amount": 5})


@pytest.fixture
async def database(testbed: BookingTestbed) -> AsyncGenerator[Database]:
    """A new database."""
    database = testbed.mongo[f"booking_{uuid4().hex}"]
    await ensure_collections(database, [IDEMPOTENCY])
    await database.create_collection("effects")
    yield database
    await testbed.mongo.drop_database(database.name)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def replica(database: Database, clock: MovedClock) -> Callable[[], MongoIdempotency]:
    """Return a function that starts another process on the same database."""
    return lambda: MongoIdempotency(database, clock, UlidSource())


def having_effect(database: Database) -> Work:
    async def work(seed: str) -> Answer:
        await database.effects.insert_one({"seed": seed})
        return {"effect": seed}

    return work


async def effects(database: Database) -> list[str]:
    return [each["seed"] async for each in database.effects.find()]


async def test_a_hundred_at_once_have_one_effect_and_one_answer(
    database: Database, replica: Callable[[], MongoIdempotency]
) -> None:
    work = having_effect(database)
    answers = await asyncio.gather(*(replica().once(CALL, work) for _ in range(100)))
    (seed,) = await effects(database)
    assert answers == [{"effect": seed}] * 100


async def test_calls_of_other_actors_operations_and_keys_are_different_calls(
    database: Database, replica: Callable[[], MongoIdempotency]
) -> None:
    work = having_effect(database)
    others = (
        Call("acc_2", "pay", "key", CALL.arguments),
        Call("acc_1", "refund", "key", CALL.arguments),
        Call("acc_1", "pay", "another", CALL.arguments),
    )
    for call in (CALL, *others):
        await replica().once(call, work)
    assert len(await effects(database)) == 4


async def test_other_arguments_are_refused_before_and_after_the_answer(
    database: Database, replica: Callable[[], MongoIdempotency]
) -> None:
    other = Call(CALL.actor, CALL.operation, CALL.key, {"amount": 6})

    async def work(seed: str) -> Answer:
        with pytest.raises(IdempotencyConflict):
            await replica().once(other, having_effect(database))
        return {"seed": seed}

    answer = await replica().once(CALL, work)
    with pytest.raises(IdempotencyConflict):
        await replica().once(other, having_effect(database))
    assert await effects(database) == []
    assert await replica().once(CALL, having_effect(database)) == answer


async def test_a_call_that_failed_half_way_continues_with_the_same_seed(
    database: Database, replica: Callable[[], MongoIdempotency]
) -> None:
    async def half(seed: str) -> Answer:
        await having_effect(database)(seed)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await replica().once(CALL, half)
    (seed,) = await effects(database)

    async def whole(again: str) -> Answer:
        return {"found": await database.effects.count_documents({"seed": again})}

    assert await replica().once(CALL, whole) == {"found": 1}
    assert await effects(database) == [seed]


async def test_a_call_that_stands_still_is_taken_over_and_its_answer_is_not_stored(
    database: Database,
    replica: Callable[[], MongoIdempotency],
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A paused process does not renew its lease.
    monkeypatch.setattr(idempotency, "_RENEWED_EVERY_SECONDS", 3_600.0)
    begun, go_on = asyncio.Event(), asyncio.Event()
    seeds: list[str] = []

    async def stopped(seed: str) -> Answer:
        seeds.append(seed)
        begun.set()
        await go_on.wait()
        return {"by": "the first"}

    async def quick(seed: str) -> Answer:
        seeds.append(seed)
        return {"by": "the second"}

    first = asyncio.create_task(replica().once(CALL, stopped))
    await begun.wait()
    clock.move(seconds=8)
    assert await replica().once(CALL, quick) == {"by": "the second"}
    go_on.set()
    await first
    assert len(set(seeds)) == 1
    assert await replica().once(CALL, quick) == {"by": "the second"}
    assert len(seeds) == 2


async def test_a_running_call_renews_its_lease(
    database: Database,
    replica: Callable[[], MongoIdempotency],
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(idempotency, "_RENEWED_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(idempotency, "_WAIT_SECONDS", 0.2)

    async def renewed() -> bool:
        record = await database.idempotency.find_one({"_id": CALL.record_id}) or {}
        return record["leaseUntil"] > clock.now() + timedelta(seconds=7)

    async def work(seed: str) -> Answer:
        for _ in range(3):
            clock.move(seconds=7)
            await until(renewed, failure="the lease is not renewed")
        with pytest.raises(IdempotencyConflict):
            await replica().once(CALL, having_effect(database))
        return {"seed": seed}

    answer = await replica().once(CALL, work)
    assert await effects(database) == []
    assert await replica().once(CALL, having_effect(database)) == answer


def test_a_repetition_waits_for_longer_than_the_lease_of_a_dead_process() -> None:
    assert timedelta(seconds=idempotency._WAIT_SECONDS) > idempotency._LEASE  # pyright: ignore[reportPrivateUsage] - their relation is promised


async def test_a_repetition_waits_for_the_first_call_and_is_then_refused(
    replica: Callable[[], MongoIdempotency], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "_WAIT_SECONDS", 0.2)

    async def work(seed: str) -> Answer:
        with pytest.raises(IdempotencyConflict):
            await replica().once(CALL, work)
        return {}

    await replica().once(CALL, work)


async def refusing(_seed: str) -> Answer:
    raise NotFound("hold", "hld_1")


async def test_a_refusal_is_not_stored(
    database: Database, replica: Callable[[], MongoIdempotency]
) -> None:
    for _ in range(2):
        with pytest.raises(NotFound):
            await replica().once(CALL, refusing)
    answer = await replica().once(CALL, having_effect(database))
    assert await effects(database) == [answer["effect"]]
    assert await replica().once(CALL, refusing) == answer


async def test_after_a_refusal_the_key_may_have_other_arguments(
    database: Database, replica: Callable[[], MongoIdempotency]
) -> None:
    seeds: list[str] = []

    async def refused(seed: str) -> Answer:
        seeds.append(seed)
        return await refusing(seed)

    with pytest.raises(NotFound):
        await replica().once(CALL, refused)
    other = Call(CALL.actor, CALL.operation, CALL.key, {"amount": 6})
    answer = await replica().once(other, having_effect(database))
    # The refused process may only have been paused: it must share no ids with the new one.
    assert answer["effect"] not in seeds
    with pytest.raises(IdempotencyConflict):
        await replica().once(CALL, refusing)


async def test_of_many_repetitions_of_a_refused_call_one_has_the_effect(
    database: Database, replica: Callable[[], MongoIdempotency]
) -> None:
    with pytest.raises(NotFound):
        await replica().once(CALL, refusing)
    work = having_effect(database)
    answers = await asyncio.gather(*(replica().once(CALL, work) for _ in range(20)))
    (seed,) = await effects(database)
    assert answers == [{"effect": seed}] * 20


async def test_a_refusal_removes_no_document(
    database: Database, replica: Callable[[], MongoIdempotency], clock: MovedClock
) -> None:
    with pytest.raises(NotFound):
        await replica().once(CALL, refusing)
    record = await database.idempotency.find_one({"_id": CALL.record_id})
    assert record is not None
    assert record["removeAt"] == clock.now() + timedelta(minutes=1)


@pytest.mark.parametrize("key", ["", "k" * 101])
async def test_keys_have_1_to_100_characters(
    database: Database, replica: Callable[[], MongoIdempotency], key: str
) -> None:
    with pytest.raises(InvalidInput):
        await replica().once(Call("acc_1", "pay", key, {}), having_effect(database))
    assert await effects(database) == []


async def test_a_renewal_that_swallows_a_cancellation_blocks_nobody(
    database: Database, replica: Callable[[], MongoIdempotency], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call of the driver may do so before Python 3.12, when it ends in the same moment."""
    monkeypatch.setattr(idempotency, "_RENEWED_EVERY_SECONDS", 0.01)
    once = replica()
    update = once._records.update_one  # pyright: ignore[reportPrivateUsage] - replaced below
    renewing = asyncio.Event()

    async def deaf(*args: Any, **kwargs: Any) -> object:
        renewing.set()
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(0.05)
        return await update(*args, **kwargs)

    monkeypatch.setattr(once._records, "update_one", deaf)  # pyright: ignore[reportPrivateUsage]

    async def work(seed: str) -> Answer:
        await renewing.wait()
        return {"effect": seed}

    async with asyncio.timeout(10):
        assert await once.once(CALL, work)
