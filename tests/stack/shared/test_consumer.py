"""Consuming at least once: retries, the inbox, dead letters, and commits after the handling."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError
from structlog.testing import capture_logs

from dev.stack import Stack
from shared.clock import SystemClock
from shared.errors import Busy, OutcomePending, TransientFailure, Unavailable
from shared.messaging.consumer import DEAD_LETTER_SUFFIX, REASON_HEADER, KafkaConsumer
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import INBOX, Inbox
from shared.messaging.publisher import KafkaPublisher
from shared.messaging.redeliver import redeliver
from shared.messaging.subscriptions import Received, Subscription, on, once
from shared.storage.mongo import Database, Document
from tests.waiting import until


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
            group=f"group of {self.name}",
            subscriptions=[subscribe(named_on(self.name), handler)],
            publisher=self.publisher,
            inbox=self.inbox,
            attempts=3,
        )
        task = asyncio.create_task(consumer.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

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


def _buried(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the log lines of messages that were moved to the dead-letter topic."""
    return [line for line in lines if line["event"] == "dead_letter"]


@pytest.fixture
async def topic(stack: Stack, database: Database) -> AsyncGenerator[Topic]:
    servers = stack.upstream.kafka_bootstrap_servers
    publisher = KafkaPublisher(servers, idempotent=False)
    topic = Topic(servers, publisher, Inbox(database, SystemClock()))
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    names = (topic.name, topic.name + DEAD_LETTER_SUFFIX)
    await admin.create_topics([NewTopic(name, 1, replication_factor=1) for name in names])
    await admin.close()
    yield topic
    await publisher.close()


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


async def test_a_failing_message_is_buried_after_its_attempts_and_the_next_are_handled(
    topic: Topic,
) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)
        if received.event.name == "bad":
            raise ValueError("no handler can process this")

    await topic.publish("good", "bad", "better")
    async with topic.consumed(handle):
        await until(lambda: "better" in handled)
    assert handled == ["good", "bad", "bad", "bad", "better"]
    (dead,) = await topic.dead_letters(1)
    assert Envelope.from_json(dead.value or b"").key == "bad"
    assert [*dead.headers] == [(REASON_HEADER, b"ValueError('no handler can process this')")]


async def test_a_message_without_an_envelope_is_buried_byte_for_byte(topic: Topic) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    raw = [b"no json", b"{}", b"[]", b"\xff\xfe", b'{"id": 1}']
    await topic.publish_raw(*raw)
    await topic.publish("good")
    async with topic.consumed(handle):
        await until(lambda: handled == ["good"])
    dead = await topic.dead_letters(len(raw))
    assert [each.value for each in dead] == raw
    for each in dead:
        ((name, reason),) = each.headers
        assert name == REASON_HEADER
        assert reason.startswith(b"not an event envelope: ")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param({}, "name: Field required", id="missing field"),
        pytest.param({"name": 5}, "name: Input should be a valid string", id="wrong type"),
        pytest.param(["name"], "Input should be a dictionary or an instance", id="not an object"),
    ],
)
@pytest.mark.parametrize("subscribe", [on, once], ids=["on", "once"])
async def test_data_of_another_shape_never_reaches_a_handler(
    topic: Topic, database: Database, subscribe: Subscribe, data: Any, reason: str
) -> None:
    handled: list[str] = []

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish_data("bad", data)
    await topic.publish("good")
    with capture_logs() as lines:
        async with topic.consumed(handle, subscribe):
            await until(lambda: len(handled) > 0)
    assert handled == ["good"]
    (dead,) = await topic.dead_letters(1)
    ((name, value),) = dead.headers
    assert (name, dead.key) == (REASON_HEADER, b"bad")
    assert value.decode().startswith(f"not a {topic.name}: ")
    assert reason in value.decode()
    (line,) = _buried(lines)
    assert (line["event_id"], line["reason"]) == ("evt_bad", value.decode())
    assert await database[INBOX.name].find_one({"_id": "evt_bad"}) is None


@pytest.mark.parametrize(
    "failure",
    [Unavailable("database"), Busy("catalog"), OutcomePending("payment")],
    ids=["unavailable", "busy", "pending"],
)
async def test_a_transient_failure_is_retried_beyond_all_attempts(
    topic: Topic, failure: TransientFailure
) -> None:
    tried: list[str] = []

    async def handle(received: Received[Named]) -> None:
        tried.append(received.event.name)
        if tried.count("patient") < 5:
            raise failure

    await topic.publish("patient", "next")
    async with topic.consumed(handle):
        await until(lambda: "next" in tried)
    assert tried == ["patient"] * 5 + ["next"]


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


async def test_dead_letters_are_handled_after_they_are_put_back(topic: Topic) -> None:
    handled: list[str] = []

    async def faulty(received: Received[Named]) -> None:
        handled.append(received.event.name)
        raise ValueError("not yet")

    async def repaired(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish("a", "b")
    with capture_logs() as lines:
        async with topic.consumed(faulty):
            await topic.dead_letters(2)
            await until(lambda: len(_buried(lines)) == 2)
    assert [line["event_id"] for line in _buried(lines)] == ["evt_a", "evt_b"]
    handled.clear()
    assert await redeliver(topic.servers, topic.name) == 2
    async with topic.consumed(repaired):
        await until(lambda: handled == ["a", "b"])
    assert await redeliver(topic.servers, topic.name) == 0


async def test_a_dead_letter_that_is_put_back_has_its_effect_through_the_inbox(
    topic: Topic,
) -> None:
    handled: list[str] = []

    async def faulty(received: Received[Named]) -> None:
        raise ValueError("not yet")

    async def repaired(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish("a")
    async with topic.consumed(faulty, once):
        await topic.dead_letters(1)
    assert await redeliver(topic.servers, topic.name) == 1
    async with topic.consumed(repaired, once):
        await until(lambda: handled == ["a"])


async def test_a_message_is_committed_after_it_was_handled(topic: Topic) -> None:
    started, handled = asyncio.Event(), list[str]()

    async def hang(received: Received[Named]) -> None:
        started.set()
        await asyncio.Event().wait()

    async def handle(received: Received[Named]) -> None:
        handled.append(received.event.name)

    await topic.publish("first")
    async with topic.consumed(hang):
        await started.wait()
    async with topic.consumed(handle):
        await until(lambda: handled == ["first"])
    await topic.publish("second")
    async with topic.consumed(handle):
        await until(lambda: "second" in handled)
