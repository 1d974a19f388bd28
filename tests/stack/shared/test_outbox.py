"""The outbox and its relay on the real database: in order, at least once, nothing lost."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import ClassVar, cast
from uuid import uuid4

import pytest
from pymongo import AsyncMongoClient

from dev.stack import Stack
from dev.upstream import resolve
from shared.clock import SystemClock
from shared.errors import Unavailable
from shared.events import Envelope
from shared.ids import UlidSource
from shared.kafka import KafkaPublisher
from shared.mongo import Database, Document, Session, ensure_collections, transaction
from shared.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay


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


@pytest.fixture
async def database(stack: Stack) -> AsyncGenerator[Database]:
    """A database of its own."""
    _, admin = resolve(stack.ports, stack.folders)
    async with AsyncMongoClient[Document](
        admin.get().mongo_url, directConnection=True, tz_aware=True
    ) as client:
        database = client[f"outbox_{uuid4().hex}"]
        await ensure_collections(database, [OUTBOX, RELAY_LEASES])
        yield database
        await client.drop_database(database.name)


def relay(database: Database, broker: Broker) -> OutboxRelay:
    clock = SystemClock()
    outbox = Outbox(database, clock, UlidSource())
    publisher = cast(KafkaPublisher, broker)
    return OutboxRelay(database, outbox, publisher, clock=clock, owner="test")


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
