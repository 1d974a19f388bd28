"""One effect for each key, whoever asks how often, and whatever crashes in between."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from shared.errors import IdempotencyConflict, InvalidInput, NotFound
from shared.ids import UlidSource
from shared.storage.mongo import Database, Document
from subgraphs.booking.adapters import idempotency
from subgraphs.booking.adapters.idempotency import Call, Idempotency, Work
from tests.stack.shared.conftest import MovedClock
from tests.waiting import until

CALL = Call("acc_1", "pay", "key", {"amount": 5})


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def replica(database: Database, clock: MovedClock) -> Callable[[], Idempotency]:
    """Each is another process on the same database."""
    return lambda: Idempotency(database, clock, UlidSource())


def having_effect(database: Database) -> Work:
    async def work(seed: str) -> Document:
        await database.effects.insert_one({"seed": seed})
        return {"effect": seed}

    return work


async def effects(database: Database) -> list[str]:
    return [each["seed"] async for each in database.effects.find()]


async def test_a_hundred_at_once_have_one_effect_and_one_answer(
    database: Database, replica: Callable[[], Idempotency]
) -> None:
    work = having_effect(database)
    answers = await asyncio.gather(*(replica().once(CALL, work) for _ in range(100)))
    (seed,) = await effects(database)
    assert answers == [{"effect": seed}] * 100


async def test_actors_operations_and_keys_do_not_know_each_other(
    database: Database, replica: Callable[[], Idempotency]
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
    database: Database, replica: Callable[[], Idempotency]
) -> None:
    other = Call(CALL.actor, CALL.operation, CALL.key, {"amount": 6})

    async def work(seed: str) -> Document:
        with pytest.raises(IdempotencyConflict):
            await replica().once(other, having_effect(database))
        return {"seed": seed}

    answer = await replica().once(CALL, work)
    with pytest.raises(IdempotencyConflict):
        await replica().once(other, having_effect(database))
    assert await effects(database) == []
    assert await replica().once(CALL, having_effect(database)) == answer


async def test_what_failed_half_way_goes_on_with_the_same_seed(
    database: Database, replica: Callable[[], Idempotency]
) -> None:
    async def half(seed: str) -> Document:
        await having_effect(database)(seed)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await replica().once(CALL, half)
    (seed,) = await effects(database)

    async def whole(again: str) -> Document:
        return {"found": await database.effects.count_documents({"seed": again})}

    assert await replica().once(CALL, whole) == {"found": 1}
    assert await effects(database) == [seed]


async def test_a_call_that_is_stopped_is_taken_over_after_its_lease_and_answers_no_more(
    database: Database,
    replica: Callable[[], Idempotency],
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What is stopped renews nothing.
    monkeypatch.setattr(idempotency, "_RENEWED_EVERY_SECONDS", 3_600.0)
    begun, go_on = asyncio.Event(), asyncio.Event()
    seeds: list[str] = []

    async def stopped(seed: str) -> Document:
        seeds.append(seed)
        begun.set()
        await go_on.wait()
        return {"by": "the first"}

    async def quick(seed: str) -> Document:
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


async def test_a_call_that_is_alive_renews_its_lease(
    database: Database,
    replica: Callable[[], Idempotency],
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(idempotency, "_RENEWED_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(idempotency, "_WAIT_SECONDS", 0.2)

    async def renewed() -> bool:
        record = await database.idempotency.find_one({"_id": CALL.record_id}) or {}
        return record["leaseUntil"] > clock.now() + timedelta(seconds=7)

    async def work(seed: str) -> Document:
        for _ in range(3):
            clock.move(seconds=7)
            await until(renewed, told="the lease is not renewed")
        with pytest.raises(IdempotencyConflict):
            await replica().once(CALL, having_effect(database))
        return {"seed": seed}

    answer = await replica().once(CALL, work)
    assert await effects(database) == []
    assert await replica().once(CALL, having_effect(database)) == answer


def test_who_repeats_a_call_waits_for_longer_than_the_lease_of_a_dead_process() -> None:
    assert timedelta(seconds=idempotency._WAIT_SECONDS) > idempotency._LEASE  # pyright: ignore[reportPrivateUsage] - what is promised of the two


async def test_one_that_still_runs_is_waited_for_and_then_refused(
    replica: Callable[[], Idempotency], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "_WAIT_SECONDS", 0.2)

    async def work(seed: str) -> Document:
        with pytest.raises(IdempotencyConflict):
            await replica().once(CALL, work)
        return {}

    await replica().once(CALL, work)


async def refusing(_seed: str) -> Document:
    raise NotFound("hold", "hld_1")


async def test_a_refusal_is_not_kept(
    database: Database, replica: Callable[[], Idempotency]
) -> None:
    for _ in range(2):
        with pytest.raises(NotFound):
            await replica().once(CALL, refusing)
    answer = await replica().once(CALL, having_effect(database))
    assert await effects(database) == [answer["effect"]]
    assert await replica().once(CALL, refusing) == answer


async def test_after_a_refusal_the_key_is_good_for_other_arguments(
    database: Database, replica: Callable[[], Idempotency]
) -> None:
    seeds: list[str] = []

    async def refused(seed: str) -> Document:
        seeds.append(seed)
        return await refusing(seed)

    with pytest.raises(NotFound):
        await replica().once(CALL, refused)
    other = Call(CALL.actor, CALL.operation, CALL.key, {"amount": 6})
    answer = await replica().once(other, having_effect(database))
    # One that was refused may only have been stopped: nothing is shared with what it may still do.
    assert answer["effect"] not in seeds
    with pytest.raises(IdempotencyConflict):
        await replica().once(CALL, refusing)


async def test_of_many_that_repeat_what_was_refused_one_has_the_effect(
    database: Database, replica: Callable[[], Idempotency]
) -> None:
    with pytest.raises(NotFound):
        await replica().once(CALL, refusing)
    work = having_effect(database)
    answers = await asyncio.gather(*(replica().once(CALL, work) for _ in range(20)))
    (seed,) = await effects(database)
    assert answers == [{"effect": seed}] * 20


async def test_a_refusal_removes_no_document(
    database: Database, replica: Callable[[], Idempotency], clock: MovedClock
) -> None:
    with pytest.raises(NotFound):
        await replica().once(CALL, refusing)
    record = await database.idempotency.find_one({"_id": CALL.record_id})
    assert record is not None
    assert record["removeAt"] == clock.now() + timedelta(minutes=1)


@pytest.mark.parametrize("key", ["", "k" * 101])
async def test_keys_have_1_to_100_characters(
    database: Database, replica: Callable[[], Idempotency], key: str
) -> None:
    with pytest.raises(InvalidInput):
        await replica().once(Call("acc_1", "pay", key, {}), having_effect(database))
    assert await effects(database) == []


async def test_a_renewal_that_overhears_a_cancellation_keeps_nobody_waiting(
    database: Database, replica: Callable[[], Idempotency], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a call of the driver's may before Python 3.12, when it ends in the same moment."""
    monkeypatch.setattr(idempotency, "_RENEWED_EVERY_SECONDS", 0.01)
    once = replica()
    update = once._records.update_one  # pyright: ignore[reportPrivateUsage] - to make it deaf
    renewing = asyncio.Event()

    async def deaf(*args: Any, **kwargs: Any) -> object:
        renewing.set()
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(0.05)
        return await update(*args, **kwargs)

    monkeypatch.setattr(once._records, "update_one", deaf)  # pyright: ignore[reportPrivateUsage]

    async def work(seed: str) -> Document:
        await renewing.wait()
        return {"effect": seed}

    async with asyncio.timeout(10):
        assert await once.once(CALL, work)
