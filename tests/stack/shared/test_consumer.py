"""Consuming at least once: order, retries, the inbox, and commits after the handling."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from dev.stack import Stack
from shared.errors import Busy, OutcomePending, TransientFailure, Unavailable
from shared.messaging.inbox import INBOX
from shared.messaging.subscriptions import Received, once
from shared.storage.mongo import Database, Document
from tests.stack.shared.topic import Named, Topic
from tests.waiting import until


async def test_each_message_is_handled_in_order(topic: Topic) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    names = [str(number) for number in range(30)]
    await topic.publish(*names)
    async with topic.consumed(handle):
        await until(lambda: len(handled) == 30)
    assert handled == names


async def test_a_handler_receives_the_event_and_its_id(topic: Topic) -> None:
    handled: list[Received[Named]] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received)

    before = datetime.now(UTC)
    await topic.publish_data("a", {"name": "a", "addedLater": [1]})
    async with topic.consumed(handle):
        await until(lambda: len(handled) == 1)
    (received,) = handled
    assert (received.id, received.event.name) == ("evt_a", "a")
    assert before <= received.occurred_at <= datetime.now(UTC)


async def test_a_transient_failure_is_retried_beyond_all_attempts(topic: Topic) -> None:
    tried: list[str] = []
    failures: dict[str, TransientFailure] = {
        "unavailable": Unavailable("database"),
        "busy": Busy("catalog"),
        "pending": OutcomePending("payment"),
    }

    async def handle(received: Received[Named]) -> None:
        name = received.event.name
        tried.append(name)
        if name in failures and tried.count(name) < 5:
            raise failures[name]

    await topic.publish(*failures)
    async with topic.consumed(handle):
        await until(lambda: all(tried.count(name) >= 5 for name in failures))
        await topic.publish("next")
        await until(lambda: "next" in tried)
    assert Counter(tried) == {**dict.fromkeys(failures, 5), "next": 1}


async def test_once_gives_an_event_its_effect_once(topic: Topic) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish("a", "a", "b", "a", "last")
    async with topic.consumed(handle, once):
        await until(lambda: "last" in handled)
    assert handled == ["a", "b", "last"]


async def test_once_runs_the_effect_again_after_a_failure(topic: Topic) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)
        if handled == ["a"]:
            raise ValueError("the first attempt fails")

    await topic.publish("a", "a", "last")
    async with topic.consumed(handle, once):
        await until(lambda: "last" in handled)
    assert handled == ["a", "a", "last"]


async def test_on_hands_over_every_delivery(topic: Topic, database: Database) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish("a", "a", "last")
    async with topic.consumed(handle):
        await until(lambda: "last" in handled)
    assert handled == ["a", "a", "last"]
    assert await database[INBOX.name].count_documents({}) == 0


@pytest.mark.parametrize("outage", ["killed", "paused"])
async def test_an_outage_of_the_database_costs_no_message(
    stack: Stack, database: Database, topic: Topic, outage: str
) -> None:
    part, failures = stack.processes["mongo"], list[PyMongoError]()
    # Connected as in shared/storage/mongo.py, with shorter timeouts.
    async with AsyncMongoClient[Document](
        stack.admin.mongo_url,
        directConnection=True,
        serverSelectionTimeoutMS=100,
        connectTimeoutMS=100,
        socketTimeoutMS=100,
    ) as client:
        effects = client[database.name]["effects"]

        async def handle(received: Received[Named]) -> None:
            try:
                await effects.update_one({"_id": received.event.name}, {"$set": {}}, upsert=True)
            except PyMongoError as error:
                failures.append(error)
                raise

        if outage == "killed":
            await part.kill()
        else:
            part.pause()
        try:
            await topic.publish("first", "second")
            async with topic.consumed(handle):
                # More failures than a message has attempts.
                await until(lambda: len(failures) > 4)
                if outage == "killed":
                    part = await stack.start_process("mongo")
                else:
                    part.resume()
                await until(lambda: _has_effects(database, 2))
        finally:
            part.resume()
    assert {each["_id"] async for each in database.effects.find()} == {"first", "second"}


async def _has_effects(database: Database, count: int) -> bool:
    return await database.effects.count_documents({}) == count


async def test_a_message_is_committed_after_it_was_handled(topic: Topic) -> None:
    started, may_end = asyncio.Event(), asyncio.Event()

    async def handle(received: Received[Named]) -> None:
        started.set()
        await may_end.wait()

    async def is_committed() -> bool:
        return await topic.committed() == 1

    await topic.publish("first")
    async with topic.consumed(handle):
        await started.wait()
        assert not await is_committed()
        may_end.set()
        await until(is_committed)
