"""A consumer with fakes around it, which consumes one batch."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

import pytest
from aiokafka import TopicPartition
from structlog.testing import capture_logs

from shared.messaging import consumer as module
from shared.messaging.consumer import KafkaConsumer
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox
from shared.messaging.publisher import KafkaPublisher
from shared.messaging.subscriptions import AnySubscription, Received
from tests.waiting import until

NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counted:
    TOPIC: ClassVar[str] = "test.counted.v1"

    number: int

    @property
    def key(self) -> str:
        return "counter"


@dataclass
class Record:
    """A message as aiokafka returns it."""

    value: bytes | None
    partition: int = 0
    offset: int = 0
    topic: str = Counted.TOPIC
    key: bytes | None = b"counter"


def counted(number: int, id: str | None = None, **changes: Any) -> bytes:
    data = {"number": number} | changes
    return Envelope(
        id or f"evt_{number}", Counted.TOPIC, "counter", NOW, f"cor_{number}", data
    ).to_json()


@dataclass
class FakePublisher:
    """Keeps the dead letters, each as its topic, value and headers."""

    sent: list[tuple[str, bytes | None, Mapping[str, str] | None]] = field(
        default_factory=list[tuple[str, bytes | None, Mapping[str, str] | None]]
    )

    async def publish_copy(
        self, topic: str, record: Record, headers: Mapping[str, str] | None = None
    ) -> None:
        self.sent.append((topic, record.value, headers))


class EncodingPublisher(FakePublisher):
    """Encodes headers as the real one does."""

    async def publish_copy(
        self, topic: str, record: Record, headers: Mapping[str, str] | None = None
    ) -> None:
        for text in (headers or {}).values():
            text.encode()
        await super().publish_copy(topic, record, headers)


@dataclass
class FakeInbox:
    """Runs each effect once and keeps the ids."""

    recorded: list[str] = field(default_factory=list[str])

    async def once(self, event_id: str, effect: Callable[[], Awaitable[None]]) -> None:
        if event_id not in self.recorded:
            await effect()
            self.recorded.append(event_id)


class FakeBroker:
    """Stands in for aiokafka's consumer and hands out one batch, partition by partition."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._waiting = list(records)
        self.commits = 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def commit(self) -> None:
        self.commits += 1

    async def getmany(
        self, *, timeout_ms: int, max_records: int
    ) -> dict[TopicPartition, list[Record]]:
        if not self._waiting:
            await asyncio.Event().wait()
        batch: dict[TopicPartition, list[Record]] = {}
        for record in self._waiting:
            batch.setdefault(TopicPartition(record.topic, record.partition), []).append(record)
        self._waiting = []
        return batch


@dataclass
class Consumption:
    """Consumes one batch of messages with fakes around the consumer."""

    monkeypatch: pytest.MonkeyPatch
    publisher: FakePublisher = field(default_factory=FakePublisher)
    inbox: FakeInbox = field(default_factory=FakeInbox)
    log: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    async def of(self, subscription: AnySubscription, *records: Record, attempts: int = 3) -> None:
        """Return once the batch is committed."""
        broker = FakeBroker(records)

        def connect(*_topics: str, **_options: object) -> FakeBroker:
            return broker

        self.monkeypatch.setattr(module, "AIOKafkaConsumer", connect)
        consumer = KafkaConsumer(
            "unused:9092",
            group="test",
            subscriptions=[subscription],
            publisher=cast(KafkaPublisher, self.publisher),
            inbox=cast(Inbox, self.inbox),
            attempts=attempts,
        )
        with capture_logs() as log:
            task = asyncio.create_task(consumer.run())
            try:
                await until(lambda: broker.commits == 1 or task.done())
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        self.log = cast(list[dict[str, Any]], log)
        assert broker.commits == 1

    def logged(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.log if line["event"] == event]


class Handler:
    """Keeps the numbers that it received; raises the first of `failures` that are left."""

    def __init__(self, *failures: Exception) -> None:
        self.numbers: list[int] = []
        self._failures = list(failures)

    async def __call__(self, received: Received[Counted]) -> None:
        self.numbers.append(received.event.number)
        if self._failures:
            raise self._failures.pop(0)
