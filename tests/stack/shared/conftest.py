"""A database and a topic of its own for each test, and a clock that a test moves."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import AsyncMongoClient

from dev.stack import Stack
from shared.clock import SystemClock
from shared.messaging.consumer import DEAD_LETTER_SUFFIX
from shared.messaging.inbox import INBOX, Inbox
from shared.messaging.outbox import OUTBOX, RELAY_LEASES
from shared.messaging.publisher import KafkaPublisher
from shared.storage.mongo import Database, Document, ensure_collections
from tests.stack.shared.topic import Topic


class MovedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.present = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.present

    def move(self, **by: float) -> None:
        self.present += timedelta(**by)


@pytest.fixture
async def database(stack: Stack) -> AsyncGenerator[Database]:
    """A new database with the collections of the inbox and the outbox, and `effects`."""
    async with AsyncMongoClient[Document](
        stack.admin.mongo_url, directConnection=True, tz_aware=True
    ) as client:
        database = client[f"shared_{uuid4().hex}"]
        await ensure_collections(database, [OUTBOX, RELAY_LEASES, INBOX])
        await database.create_collection("effects")
        yield database
        await client.drop_database(database.name)


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
