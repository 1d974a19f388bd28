"""An event has its effect once, however often and at whatever time it is delivered."""

import asyncio
import contextlib

import pytest

from shared.clock import SystemClock
from shared.messaging.inbox import AlreadyTaken, Inbox
from shared.storage.mongo import Database, Session, transaction


async def deliver(database: Database, event_id: str) -> None:
    inbox = Inbox(database, SystemClock())

    async def effect(session: Session) -> None:
        await database.effects.insert_one({"of": event_id}, session=session)
        await inbox.take(event_id, session)

    await transaction(database, effect)


async def test_a_second_delivery_has_no_effect(database: Database) -> None:
    await deliver(database, "evt_1")
    with pytest.raises(AlreadyTaken):
        await deliver(database, "evt_1")
    await deliver(database, "evt_2")
    assert [each["of"] async for each in database.effects.find()] == ["evt_1", "evt_2"]


async def test_an_effect_of_several_steps_is_taken_at_its_end(database: Database) -> None:
    inbox, steps = Inbox(database, SystemClock()), list[str]()

    async def half() -> None:
        steps.append("half")
        raise ConnectionResetError

    async def whole() -> None:
        steps.append("whole")

    with pytest.raises(ConnectionResetError):
        await inbox.once("evt_1", half)
    for _ in range(3):
        await inbox.once("evt_1", whole)
    assert steps == ["half", "whole"]
    with pytest.raises(AlreadyTaken):
        await deliver(database, "evt_1")


async def test_deliveries_at_once_have_one_effect(database: Database) -> None:
    async def once() -> None:
        with contextlib.suppress(AlreadyTaken):
            await deliver(database, "evt_1")

    await asyncio.gather(*(once() for _ in range(10)))
    assert await database.effects.count_documents({}) == 1


async def test_an_effect_that_fails_leaves_the_event_to_be_taken(database: Database) -> None:
    inbox = Inbox(database, SystemClock())

    async def fail(session: Session) -> None:
        await inbox.take("evt_1", session)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await transaction(database, fail)
    await deliver(database, "evt_1")
    assert await database.effects.count_documents({}) == 1
