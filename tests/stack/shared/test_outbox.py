"""The outbox and its relay publish in order, at least once, and lose nothing."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, cast

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import InvalidOperation

from dev.stack import Stack
from shared.clock import Clock, SystemClock
from shared.errors import Unavailable
from shared.ids import UlidSource
from shared.messaging.envelope import Envelope
from shared.messaging.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
from shared.messaging.publisher import KafkaPublisher
from shared.storage.mongo import Database, Document, Session, transaction
from tests.stack.shared.conftest import MovedClock
from tests.waiting import until


@dataclass(frozen=True, slots=True)
class Counted:
    TOPIC: ClassVar[str] = "test.counted.v1"

    number: int

    @property
    def key(self) -> str:
        return "counter"


@dataclass
class FakeBroker:
    """Accepts `capacity` envelopes and is unavailable after that."""

    capacity: int = 10_000
    published: list[Envelope] = field(default_factory=list[Envelope])

    async def publish(self, envelope: Envelope) -> None:
        if len(self.published) >= self.capacity:
            raise Unavailable("event broker")
        self.published.append(envelope)

    @property
    def numbers(self) -> list[int]:
        return [each.data["number"] for each in self.published]


def make_relay(
    database: Database, broker: FakeBroker, owner: str = "test", clock: Clock | None = None
) -> OutboxRelay:
    clock = clock or SystemClock()
    outbox = Outbox(database, clock, UlidSource())
    publisher = cast(KafkaPublisher, broker)
    poll = timedelta(milliseconds=20)
    return OutboxRelay(database, outbox, publisher, clock=clock, owner=owner, poll=poll)


async def store(database: Database, numbers: range) -> None:
    outbox = Outbox(database, SystemClock(), UlidSource())
    events = [Counted(number) for number in numbers]
    await transaction(database, lambda session: outbox.add(*events, session=session))


async def test_events_are_published_in_order_and_once(database: Database) -> None:
    broker = FakeBroker()
    await store(database, range(300))
    await store(database, range(300, 600))
    relay = make_relay(database, broker)
    while await relay.relay_once():
        pass
    assert broker.numbers == [*range(600)]
    assert await database[OUTBOX.name].count_documents({}) == 0


async def test_an_outage_of_the_broker_neither_loses_nor_repeats_an_event(
    database: Database,
) -> None:
    await store(database, range(20))
    broker = FakeBroker(capacity=7)
    with pytest.raises(Unavailable):
        await make_relay(database, broker).relay_once()
    assert await database[OUTBOX.name].count_documents({}) == 13
    broker.capacity = 100
    assert await make_relay(database, broker).relay_once() == 13
    assert broker.numbers == [*range(20)]


async def test_a_transaction_that_fails_publishes_nothing(database: Database) -> None:
    outbox = Outbox(database, SystemClock(), UlidSource())

    async def fail(session: Session) -> None:
        await outbox.add(Counted(1), session=session)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await transaction(database, fail)
    assert await make_relay(database, FakeBroker()).relay_once() == 0


async def test_a_crash_between_publishing_and_removing_publishes_twice(
    stack: Stack, database: Database
) -> None:
    await store(database, range(5))
    async with AsyncMongoClient[Document](
        stack.admin.mongo_url, directConnection=True, tz_aware=True
    ) as client:

        class LastBroker(FakeBroker):
            async def publish(self, envelope: Envelope) -> None:
                await super().publish(envelope)
                if envelope.data["number"] == 4:
                    # The process dies here: it writes nothing any more.
                    await client.close()

        first = LastBroker()
        with pytest.raises(InvalidOperation):
            await make_relay(client[database.name], first).relay_once()
    second = FakeBroker()
    assert await make_relay(database, second).relay_once() == 5
    assert second.published == first.published
    assert await make_relay(database, second).relay_once() == 0


@dataclass
class SlowBroker(FakeBroker):
    """Takes `seconds` for each event; `rival` tries to publish after the third."""

    clock: MovedClock = field(default_factory=MovedClock)
    seconds: float = 0
    rival: OutboxRelay | None = None

    async def publish(self, envelope: Envelope) -> None:
        await super().publish(envelope)
        self.clock.move(seconds=self.seconds)
        if self.rival is not None and len(self.published) == 3:
            await self.rival.relay_once()


@pytest.mark.parametrize(
    ("seconds", "first_publishes", "second_publishes"),
    # The lease is renewed between quick publishes. After a pause beyond its end the rival takes
    # over and publishes the batch again.
    [(4, range(10), range(0)), (11, range(3), range(10))],
    ids=["quick", "slow"],
)
async def test_a_relay_renews_its_lease_for_a_batch_and_stops_when_it_has_lost_it(
    database: Database, seconds: float, first_publishes: range, second_publishes: range
) -> None:
    await store(database, range(10))
    clock, second = MovedClock(), FakeBroker()
    rival = make_relay(database, second, "second", clock)
    first = SlowBroker(clock=clock, seconds=seconds, rival=rival)
    await make_relay(database, first, "first", clock).relay_once()
    assert (first.numbers, second.numbers) == ([*first_publishes], [*second_publishes])
    assert await database[OUTBOX.name].count_documents({}) == 0


async def holds_lease(database: Database, owner: str) -> bool:
    return await database[RELAY_LEASES.name].find_one({"owner": owner}) is not None


@asynccontextmanager
async def running(relay: OutboxRelay) -> AsyncGenerator[None]:
    task = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_one_relay_publishes_at_a_time_and_another_takes_over(database: Database) -> None:
    clock, first, second = MovedClock(), FakeBroker(), FakeBroker()
    async with running(make_relay(database, second, "second", clock)):
        await until(lambda: holds_lease(database, "second"))
        async with running(make_relay(database, first, "first", clock)):
            await store(database, range(50))
            await until(lambda: len(second.published) == 50)
    # The second relay has stopped, and its lease has not ended yet.
    async with running(make_relay(database, first, "first", clock)):
        await store(database, range(50, 60))
        assert first.published == []
        clock.move(seconds=11)
        await until(lambda: len(first.published) == 10)
    assert [*second.numbers, *first.numbers] == [*range(60)]
