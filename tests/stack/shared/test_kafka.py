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

from dev.stack import Stack
from shared.errors import Unavailable
from shared.events import Envelope
from shared.kafka import DEAD_LETTER_SUFFIX, KafkaConsumer, KafkaPublisher
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
