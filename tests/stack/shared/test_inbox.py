"""The inbox gives an event its effect once, however often the event is delivered."""

import asyncio
from datetime import timedelta

import pytest

from shared.clock import SystemClock
from shared.messaging.inbox import INBOX, Inbox
from shared.storage.mongo import Database


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, SystemClock())


async def test_a_second_delivery_has_no_effect(database: Database, inbox: Inbox) -> None:
    effects: list[str] = []

    async def deliver(event_id: str, receiver: Inbox) -> None:
        async def effect() -> None:
            effects.append(event_id)

        await receiver.once(event_id, effect)

    another_process = Inbox(database, SystemClock())
    await deliver("evt_1", inbox)
    await deliver("evt_1", inbox)
    await deliver("evt_2", another_process)
    await deliver("evt_2", inbox)
    assert effects == ["evt_1", "evt_2"]


async def test_an_effect_runs_again_after_a_failure_and_not_after_success(inbox: Inbox) -> None:
    attempts: list[str] = []

    async def fail() -> None:
        attempts.append("failed")
        raise ConnectionResetError

    async def succeed() -> None:
        attempts.append("succeeded")

    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            await inbox.once("evt_1", fail)
    for _ in range(3):
        await inbox.once("evt_1", succeed)
    assert attempts == ["failed", "failed", "succeeded"]


async def test_an_event_is_recorded_after_its_effect(database: Database, inbox: Inbox) -> None:
    recorded: list[bool] = []

    async def is_recorded() -> bool:
        return await database[INBOX.name].find_one({"_id": "evt_1"}) is not None

    async def effect() -> None:
        recorded.append(await is_recorded())

    await inbox.once("evt_1", effect)
    recorded.append(await is_recorded())
    assert recorded == [False, True]


async def test_deliveries_at_the_same_time_record_the_event_once(
    database: Database, inbox: Inbox
) -> None:
    async def effect() -> None:
        await database.effects.update_one({"_id": "evt_1"}, {"$set": {}}, upsert=True)

    await asyncio.gather(*(inbox.once("evt_1", effect) for _ in range(10)))
    assert await database[INBOX.name].count_documents({}) == 1
    await inbox.once("evt_1", lambda: pytest.fail("it was recorded"))


async def test_a_record_is_kept_longer_than_kafka_keeps_the_message(database: Database) -> None:
    indexes = await database[INBOX.name].index_information()
    kept = timedelta(seconds=indexes["takenAt_1"]["expireAfterSeconds"])
    assert kept == timedelta(days=14)
