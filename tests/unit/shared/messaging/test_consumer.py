"""What a consumer does with each message: hand it on, try again, or bury it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, cast

import pytest
from aiokafka import TopicPartition
from pymongo.errors import AutoReconnect, OperationFailure
from structlog.testing import capture_logs

from shared.backoff import Backoff
from shared.errors import Busy, OutcomePending, Unavailable
from shared.messaging import consumer as module
from shared.messaging.consumer import REASON_HEADER, KafkaConsumer
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox
from shared.messaging.publisher import KafkaPublisher
from shared.messaging.subscriptions import AnySubscription, Received, on, once
from shared.telemetry.correlation import current_correlation_id
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


@pytest.fixture
def consumption(monkeypatch: pytest.MonkeyPatch) -> Consumption:
    monkeypatch.setattr(module, "_RETRY", Backoff(timedelta(0), timedelta(0)))
    return Consumption(monkeypatch)


class Handler:
    """Keeps the numbers that it received; raises the first of `failures` that are left."""

    def __init__(self, *failures: Exception) -> None:
        self.numbers: list[int] = []
        self._failures = list(failures)

    async def __call__(self, received: Received[Counted]) -> None:
        self.numbers.append(received.event.number)
        if self._failures:
            raise self._failures.pop(0)


async def test_a_partition_is_handled_in_order_and_committed_once(
    consumption: Consumption,
) -> None:
    handler = Handler()
    await consumption.of(on(Counted, handler), *(Record(counted(n)) for n in range(5)))
    assert handler.numbers == [0, 1, 2, 3, 4]
    assert consumption.publisher.sent == []


async def test_a_handler_runs_with_the_correlation_id_of_the_event(
    consumption: Consumption,
) -> None:
    ids: list[str] = []

    async def handle(_received: Received[Counted]) -> None:
        ids.append(current_correlation_id())

    await consumption.of(on(Counted, handle), Record(counted(1)), Record(counted(2)))
    assert ids == ["cor_1", "cor_2"]


MALFORMED = {
    "not JSON": (b"no json", "not an event envelope"),
    "not an envelope": (b"{}", "not an event envelope"),
    "no value": (None, "not an event envelope"),
    "missing field": (counted(1).replace(b"number", b"amount"), "number: Field required"),
    "wrong type": (counted(1).replace(b":1}", b':"many"}'), "number: Input should be a valid int"),
}


@pytest.mark.parametrize(("value", "reason"), MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.parametrize("subscribe", [on, once], ids=["on", "once"])
async def test_a_malformed_message_is_buried_at_once_with_its_reason(
    consumption: Consumption, subscribe: Any, value: bytes | None, reason: str
) -> None:
    handler = Handler()
    await consumption.of(subscribe(Counted, handler), Record(value), Record(counted(2)))
    assert handler.numbers == [2]
    ((topic, copied, headers),) = consumption.publisher.sent
    assert (topic, copied) == ("test.counted.v1.dlq", value)
    assert headers is not None
    assert reason in headers[REASON_HEADER]
    (line,) = consumption.logged("dead_letter")
    assert line["reason"] == headers[REASON_HEADER]
    assert consumption.logged("handler_failed") == []


async def test_the_log_says_which_message_was_buried(consumption: Consumption) -> None:
    value = counted(1).replace(b"number", b"amount")
    record = Record(value, partition=4, offset=11, key=b"the key")
    await consumption.of(on(Counted, Handler()), record)
    (line,) = consumption.logged("dead_letter")
    assert line["log_level"] == "error"
    assert (line["topic"], line["partition"], line["offset"]) == ("test.counted.v1", 4, 11)
    assert (line["key"], line["event_id"]) == ("the key", "evt_1")


async def test_a_message_without_an_envelope_is_logged_without_an_event_id(
    consumption: Consumption,
) -> None:
    await consumption.of(on(Counted, Handler()), Record(b"\xff", key=None))
    (line,) = consumption.logged("dead_letter")
    assert (line["key"], line["event_id"]) == ("", None)


async def test_a_long_reason_is_cut_in_the_header(consumption: Consumption) -> None:
    handler = Handler(ValueError("x" * 2_000))
    await consumption.of(on(Counted, handler), Record(counted(1)), attempts=1)
    ((_, _, headers),) = consumption.publisher.sent
    assert headers is not None
    assert len(headers[REASON_HEADER]) == 500


async def test_a_message_that_fails_every_attempt_is_buried(consumption: Consumption) -> None:
    handler = Handler(ValueError("first"), ValueError("second"), ValueError("third"))
    await consumption.of(on(Counted, handler), Record(counted(1)), Record(counted(2)))
    assert handler.numbers == [1, 1, 1, 2]
    assert consumption.publisher.sent == [
        ("test.counted.v1.dlq", counted(1), {REASON_HEADER: "ValueError('third')"})
    ]
    assert [line["attempt"] for line in consumption.logged("handler_failed")] == [1, 2, 3]


async def test_a_message_that_fails_and_then_succeeds_is_not_buried(
    consumption: Consumption,
) -> None:
    handler = Handler(ValueError("first"), ValueError("second"))
    await consumption.of(on(Counted, handler), Record(counted(1)))
    assert handler.numbers == [1, 1, 1]
    assert consumption.publisher.sent == []


TRANSIENT: dict[str, tuple[Exception, str]] = {
    "unavailable": (Unavailable("session store"), "session store"),
    "busy": (Busy("catalog"), "catalog"),
    "pending": (OutcomePending("payment"), "payment"),
    "no database": (AutoReconnect("closed"), "database"),
    "conflict": (
        OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]}),
        "database",
    ),
}


@pytest.mark.parametrize(("failure", "part"), TRANSIENT.values(), ids=TRANSIENT.keys())
async def test_a_transient_failure_is_retried_beyond_all_attempts(
    consumption: Consumption, failure: Exception, part: str
) -> None:
    handler = Handler(*[failure] * 8)
    await consumption.of(on(Counted, handler), Record(counted(1)), Record(counted(2)))
    assert handler.numbers == [1] * 9 + [2]
    assert consumption.publisher.sent == []
    assert [line["part"] for line in consumption.logged("handler_waits")] == [part] * 8


async def test_a_transient_failure_does_not_count_as_an_attempt(consumption: Consumption) -> None:
    handler = Handler(ValueError(), Busy("catalog"), ValueError(), Busy("catalog"))
    await consumption.of(on(Counted, handler), Record(counted(1)))
    assert handler.numbers == [1] * 5
    assert consumption.publisher.sent == []


async def test_once_gives_an_event_its_effect_once(consumption: Consumption) -> None:
    handler = Handler()
    repeated = [Record(counted(1, "evt_a")), Record(counted(1, "evt_a"))]
    await consumption.of(once(Counted, handler), *repeated, Record(counted(1, "evt_b")))
    assert handler.numbers == [1, 1]
    assert consumption.inbox.recorded == ["evt_a", "evt_b"]


async def test_on_hands_over_every_delivery_and_uses_no_inbox(consumption: Consumption) -> None:
    handler = Handler()
    await consumption.of(on(Counted, handler), *[Record(counted(1, "evt_a"))] * 2)
    assert handler.numbers == [1, 1]
    assert consumption.inbox.recorded == []


async def test_a_buried_event_is_not_recorded_in_the_inbox(consumption: Consumption) -> None:
    handler = Handler(*[ValueError("no")] * 3)
    await consumption.of(once(Counted, handler), Record(counted(1)), Record(counted(2)))
    assert consumption.inbox.recorded == ["evt_2"]


async def test_a_failing_message_does_not_block_another_partition(
    consumption: Consumption,
) -> None:
    handled: list[int] = []
    second_handled = asyncio.Event()

    async def handle(received: Received[Counted]) -> None:
        if received.event.number == 1 and not second_handled.is_set():
            raise Unavailable("database")
        handled.append(received.event.number)
        second_handled.set()

    await consumption.of(
        on(Counted, handle), Record(counted(1), partition=0), Record(counted(2), partition=1)
    )
    assert handled == [2, 1]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(b"[" * 100_000, id="nested too deep"),
        pytest.param(
            counted(1).replace(b"number", b"amount").replace(b"test.counted.v1", b"\\ud800"),
            id="a lone surrogate in the type",
        ),
    ],
)
async def test_no_message_ends_the_consumer(monkeypatch: pytest.MonkeyPatch, value: bytes) -> None:
    monkeypatch.setattr(module, "_RETRY", Backoff(timedelta(0), timedelta(0)))
    consumption = Consumption(monkeypatch, publisher=EncodingPublisher())
    handler = Handler()
    await consumption.of(on(Counted, handler), Record(value), Record(counted(2)))
    assert handler.numbers == [2]
    assert len(consumption.publisher.sent) == 1
