"""Consuming at least once: retries, dead letters, and commits behind the handling."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from dev.stack import Stack
from shared.errors import Unavailable
from shared.messaging.envelope import Envelope
from shared.messaging.kafka import DEAD_LETTER_SUFFIX, KafkaConsumer, KafkaPublisher
from shared.messaging.redeliver import redeliver
from shared.storage.mongo import Database, Document
from tests.waiting import until


@dataclass
class Line:
    """A topic with a consumer group of its own."""

    servers: str
    publisher: KafkaPublisher
    topic: str = field(default_factory=lambda: f"test.{uuid4().hex}.v1")

    async def publish(self, *keys: str) -> None:
        for key in keys:
            now = datetime.now(UTC)
            await self.publisher.publish(Envelope(f"evt_{key}", self.topic, key, now, "cor", {}))

    @asynccontextmanager
    async def consumed(
        self, handler: Callable[[Envelope], Awaitable[None]]
    ) -> AsyncGenerator[None]:
        consumer = KafkaConsumer(
            self.servers,
            group=f"group of {self.topic}",
            handlers={self.topic: handler},
            publisher=self.publisher,
            attempts=3,
        )
        task = asyncio.create_task(consumer.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def dead_letters(self, count: int) -> list[bytes | None]:
        """The values in the dead-letter topic, once there are so many."""
        consumer = AIOKafkaConsumer(
            self.topic + DEAD_LETTER_SUFFIX,
            bootstrap_servers=self.servers,
            auto_offset_reset="earliest",
        )
        await consumer.start()
        try:
            return [(await consumer.getone()).value for _ in range(count)]
        finally:
            await consumer.stop()


@pytest.fixture
async def line(stack: Stack) -> AsyncGenerator[Line]:
    servers = stack.upstream.kafka_bootstrap_servers
    publisher = KafkaPublisher(servers, idempotent=False)
    line = Line(servers, publisher)
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    topics = (line.topic, line.topic + DEAD_LETTER_SUFFIX)
    await admin.create_topics([NewTopic(topic, 1, replication_factor=1) for topic in topics])
    await admin.close()
    yield line
    await publisher.close()


async def test_each_message_is_handled_in_order(line: Line) -> None:
    handled: list[str] = []

    async def handle(event: Envelope) -> None:
        handled.append(event.key)

    keys = [str(number) for number in range(30)]
    await line.publish(*keys)
    async with line.consumed(handle):
        await until(lambda: len(handled) == 30)
    assert handled == keys


async def test_a_bad_message_is_put_aside_after_its_attempts_and_the_next_are_handled(
    line: Line,
) -> None:
    handled: list[str] = []

    async def handle(event: Envelope) -> None:
        handled.append(event.key)
        if event.key == "bad":
            raise ValueError("nobody can handle this")

    await line.publish("good", "bad", "better")
    async with line.consumed(handle):
        await until(lambda: "better" in handled)
    assert handled == ["good", "bad", "bad", "bad", "better"]
    (dead,) = await line.dead_letters(1)
    assert Envelope.from_json(dead or b"").key == "bad"


async def test_what_is_no_envelope_is_put_aside_byte_for_byte(line: Line) -> None:
    handled: list[str] = []

    async def handle(event: Envelope) -> None:
        handled.append(event.key)

    raw = (b"no json", b"{}", b"[]", b"\xff\xfe", b'{"id": 1}')
    producer = AIOKafkaProducer(bootstrap_servers=line.servers)
    await producer.start()
    for value in raw:
        await producer.send_and_wait(line.topic, value)
    await producer.stop()
    await line.publish("good")
    async with line.consumed(handle):
        await until(lambda: handled == ["good"])
    assert await line.dead_letters(len(raw)) == [*raw]


async def test_a_part_that_is_away_is_waited_for_beyond_all_attempts(line: Line) -> None:
    tried: list[str] = []

    async def handle(event: Envelope) -> None:
        tried.append(event.key)
        if tried.count("patient") < 8:
            raise Unavailable("database")

    await line.publish("patient", "next")
    async with line.consumed(handle):
        await until(lambda: "next" in tried)
    assert tried == ["patient"] * 8 + ["next"]


@pytest.mark.parametrize("how", ["killed", "paused"])
async def test_a_database_that_is_away_is_waited_for_and_costs_no_message(
    stack: Stack, database: Database, line: Line, how: str
) -> None:
    part, tried = stack.processes["mongo"], list[PyMongoError]()
    # As shared/storage/mongo.py connects, and sooner at the end of its patience.
    async with AsyncMongoClient[Document](
        stack.admin.mongo_url,
        directConnection=True,
        serverSelectionTimeoutMS=100,
        connectTimeoutMS=100,
        socketTimeoutMS=100,
    ) as client:
        effects = client[database.name]["effects"]

        async def handle(event: Envelope) -> None:
            try:
                await effects.update_one({"_id": event.key}, {"$set": {}}, upsert=True)
            except PyMongoError as error:
                tried.append(error)
                raise

        if how == "killed":
            await part.kill()
        else:
            part.pause()
        try:
            await line.publish("first", "second")
            async with line.consumed(handle):
                # More often than a message of its own fault is tried.
                await until(lambda: len(tried) > 4)
                if how == "killed":
                    part = await stack.start_process("mongo")
                else:
                    part.resume()
                await until(lambda: _count(database, 2))
        finally:
            part.resume()
    assert {each["_id"] async for each in database.effects.find()} == {"first", "second"}


async def _count(database: Database, number: int) -> bool:
    return await database.effects.count_documents({}) == number


async def test_dead_letters_are_put_back_once_the_fault_is_mended(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    handled: list[str] = []

    async def faulty(event: Envelope) -> None:
        handled.append(event.key)
        raise ValueError("not yet")

    async def mended(event: Envelope) -> None:
        handled.append(event.key)

    await line.publish("a", "b")
    async with line.consumed(faulty):
        await line.dead_letters(2)
    told = [row for row in capsys.readouterr().out.splitlines() if "dead_letter" in row]
    assert ["evt_a" in told[0], "evt_b" in told[1]] == [True, True]
    handled.clear()
    assert await redeliver(line.servers, line.topic) == 2
    async with line.consumed(mended):
        await until(lambda: handled == ["a", "b"])
    assert await redeliver(line.servers, line.topic) == 0


async def test_a_message_is_committed_after_it_was_handled(line: Line) -> None:
    begun, handled = asyncio.Event(), list[str]()

    async def dies(event: Envelope) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def handle(event: Envelope) -> None:
        handled.append(event.key)

    await line.publish("once")
    async with line.consumed(dies):
        await begun.wait()
    async with line.consumed(handle):
        await until(lambda: handled == ["once"])
    await line.publish("twice")
    async with line.consumed(handle):
        await until(lambda: "twice" in handled)
