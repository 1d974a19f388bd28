"""A database of its own for each test, and a clock that a test moves."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pymongo import AsyncMongoClient

from dev.stack import Stack
from shared.messaging.inbox import INBOX
from shared.messaging.outbox import OUTBOX, RELAY_LEASES
from shared.storage.mongo import Database, Document, ensure_collections


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
