"""A topic of its own for each test, and a consumer of it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from shared.messaging.consumer import DEAD_LETTER_SUFFIX, KafkaConsumer
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox
from shared.messaging.publisher import KafkaPublisher
from shared.messaging.subscriptions import Received, Subscription, on


@dataclass(frozen=True, slots=True)
class Named:
    """An event whose key is its name. Each test has a topic of its own."""

    TOPIC: ClassVar[str]

    name: str

    @property
    def key(self) -> str:
        return self.name


def named_on(topic: str) -> type[Named]:
    """Return the event type of that topic."""

    @dataclass(frozen=True, slots=True)
    class NamedOnTopic(Named):
        TOPIC: ClassVar[str] = topic

    return NamedOnTopic


Handler = Callable[[Received[Named]], Awaitable[None]]
Subscribe = Callable[[type[Named], Handler], Subscription[Named]]


@dataclass
class Topic:
    """A new topic with its dead-letter topic, and a consumer group of its own."""

    servers: str
    publisher: KafkaPublisher
    inbox: Inbox
    name: str = field(default_factory=lambda: f"test.{uuid4().hex}.v1")

    @property
    def group(self) -> str:
        return f"group of {self.name}"

    async def publish(self, *names: str) -> None:
        """Publish an event for each name; its id is `evt_` and the name."""
        for name in names:
            await self.publish_data(name, {"name": name})

    async def publish_data(self, key: str, data: Any) -> None:
        now = datetime.now(UTC)
        await self.publisher.publish(Envelope(f"evt_{key}", self.name, key, now, "cor", data))

    async def publish_raw(self, *values: bytes) -> None:
        """Send these bytes as messages."""
        producer = AIOKafkaProducer(bootstrap_servers=self.servers)
        await producer.start()
        for value in values:
            await producer.send_and_wait(self.name, value)
        await producer.stop()

    @asynccontextmanager
    async def consumed(self, handler: Handler, subscribe: Subscribe = on) -> AsyncGenerator[None]:
        """Consume in the background, with three attempts for each message."""
        consumer = KafkaConsumer(
            self.servers,
            group=self.group,
            subscriptions=[subscribe(named_on(self.name), handler)],
            publisher=self.publisher,
            inbox=self.inbox,
            attempts=3,
            # Tansu lets a group's first consumer wait for half of it.
            session=timedelta(seconds=2),
        )
        task = asyncio.create_task(consumer.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def committed(self) -> int:
        """Return how many messages the group has committed; the topic has one partition."""
        observer = AIOKafkaConsumer(
            bootstrap_servers=self.servers, group_id=self.group, enable_auto_commit=False
        )
        await observer.start()
        try:
            # Assigned by hand: it does not join the group, so nothing is rebalanced.
            partition = TopicPartition(self.name, 0)
            observer.assign([partition])
            return await observer.committed(partition) or 0
        finally:
            await observer.stop()

    async def dead_letters(self, count: int) -> "list[ConsumerRecord[bytes, bytes]]":
        """Return the first `count` dead letters; wait until they exist."""
        consumer = AIOKafkaConsumer(
            self.name + DEAD_LETTER_SUFFIX,
            bootstrap_servers=self.servers,
            auto_offset_reset="earliest",
        )
        await consumer.start()
        try:
            return [await consumer.getone() for _ in range(count)]
        finally:
            await consumer.stop()
