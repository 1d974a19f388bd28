"""The outbox and its relay on the real database: in order, at least once, nothing lost."""

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
from shared.messaging.kafka import KafkaPublisher
from shared.messaging.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
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
class Broker:
    """Takes envelopes until `patience` of them are there, and then no more."""

    patience: int = 10_000
    taken: list[Envelope] = field(default_factory=list[Envelope])

    async def publish(self, envelope: Envelope) -> None:
        if len(self.taken) >= self.patience:
            raise Unavailable("event broker")
        self.taken.append(envelope)

    @property
    def numbers(self) -> list[int]:
        return [each.data["number"] for each in self.taken]


def relay(
    database: Database, broker: Broker, owner: str = "test", clock: Clock | None = None
) -> OutboxRelay:
    clock = clock or SystemClock()
    outbox = Outbox(database, clock, UlidSource())
    publisher = cast(KafkaPublisher, broker)
    soon = timedelta(milliseconds=20)
    return OutboxRelay(database, outbox, publisher, clock=clock, owner=owner, poll=soon)


async def store(database: Database, numbers: range) -> None:
    outbox = Outbox(database, SystemClock(), UlidSource())
    events = [Counted(number) for number in numbers]
    await transaction(database, lambda session: outbox.add(*events, session=session))


async def test_events_go_out_in_order_and_once(database: Database) -> None:
    broker = Broker()
    await store(database, range(300))
    await store(database, range(300, 600))
    relaying = relay(database, broker)
    while await relaying.relay_once():
        pass
    assert broker.numbers == [*range(600)]
    assert await database[OUTBOX.name].count_documents({}) == 0


async def test_a_broker_that_goes_away_loses_none_and_is_sent_none_twice(
    database: Database,
) -> None:
    await store(database, range(20))
    broker = Broker(patience=7)
    with pytest.raises(Unavailable):
        await relay(database, broker).relay_once()
    assert await database[OUTBOX.name].count_documents({}) == 13
    broker.patience = 100
    assert await relay(database, broker).relay_once() == 13
    assert broker.numbers == [*range(20)]


async def test_a_transaction_that_fails_tells_nothing(database: Database) -> None:
    outbox = Outbox(database, SystemClock(), UlidSource())

    async def fail(session: Session) -> None:
        await outbox.add(Counted(1), session=session)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await transaction(database, fail)
    assert await relay(database, Broker()).relay_once() == 0


async def test_a_crash_between_publishing_and_removing_publishes_twice_never_not_at_all(
    stack: Stack, database: Database
) -> None:
    await store(database, range(5))
    async with AsyncMongoClient[Document](
        stack.admin.mongo_url, directConnection=True, tz_aware=True
    ) as client:

        class Last(Broker):
            async def publish(self, envelope: Envelope) -> None:
                await super().publish(envelope)
                if envelope.data["number"] == 4:
                    # The process is gone: it writes nothing any more.
                    await client.close()

        died = Last()
        with pytest.raises(InvalidOperation):
            await relay(client[database.name], died).relay_once()
    after = Broker()
    assert await relay(database, after).relay_once() == 5
    assert after.taken == died.taken
    assert await relay(database, after).relay_once() == 0


@dataclass
class Slow(Broker):
    """Takes `seconds` for each event, and lets `rival` try after the third."""

    clock: MovedClock = field(default_factory=MovedClock)
    seconds: float = 0
    rival: OutboxRelay | None = None

    async def publish(self, envelope: Envelope) -> None:
        await super().publish(envelope)
        self.clock.move(seconds=self.seconds)
        if self.rival is not None and len(self.taken) == 3:
            await self.rival.relay_once()


@pytest.mark.parametrize(
    ("seconds", "first_sends", "second_sends"),
    # While each send is quick enough the lease is renewed between them; a pause beyond its end
    # hands over, and costs a second sending of what was on its way.
    [(4, range(10), range(0)), (11, range(3), range(10))],
)
async def test_a_lease_lasts_for_a_batch_and_who_has_lost_it_stops(
    database: Database, seconds: float, first_sends: range, second_sends: range
) -> None:
    await store(database, range(10))
    clock, second = MovedClock(), Broker()
    rival = relay(database, second, "second", clock)
    first = Slow(clock=clock, seconds=seconds, rival=rival)
    await relay(database, first, "first", clock).relay_once()
    assert (first.numbers, second.numbers) == ([*first_sends], [*second_sends])
    assert await database[OUTBOX.name].count_documents({}) == 0


async def leads(database: Database, owner: str) -> bool:
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
    clock, first, second = MovedClock(), Broker(), Broker()
    async with running(relay(database, second, "second", clock)):
        await until(lambda: leads(database, "second"))
        async with running(relay(database, first, "first", clock)):
            await store(database, range(50))
            await until(lambda: len(second.taken) == 50)
    # The second is gone, and its lease is not over yet.
    async with running(relay(database, first, "first", clock)):
        await store(database, range(50, 60))
        assert first.taken == []
        clock.move(seconds=11)
        await until(lambda: len(first.taken) == 10)
    assert [*second.numbers, *first.numbers] == [*range(60)]
