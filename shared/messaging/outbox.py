"""The transactional outbox: an event is stored with its cause and published afterwards.

The relay publishes at least once and in order; consumers keep an inbox (`inbox.py`).
"""

import asyncio
import contextlib
import json
from datetime import timedelta

import structlog
from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError, PyMongoError

from shared.clock import Clock
from shared.errors import Unavailable
from shared.ids import IdSource
from shared.messaging.envelope import Envelope
from shared.messaging.event import Event
from shared.messaging.publisher import KafkaPublisher
from shared.storage.mongo import CollectionSpec, Database, Document, Session
from shared.telemetry.correlation import current_correlation_id

log = structlog.get_logger(__name__)

OUTBOX = CollectionSpec("outbox")
RELAY_LEASES = CollectionSpec("relay_leases")

_LEASE = timedelta(seconds=10)
# The rest of the lease is as long as the broker may take for one event.
_RENEWED_AFTER = timedelta(seconds=5)
_BATCH = 100


class Outbox:
    """Stores events in the transaction of their cause."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._collection = database[OUTBOX.name]
        self._clock = clock
        self._ids = ids
        self.changed = asyncio.Event()
        """Set when this process stored an event, so that its relay need not wait for a poll."""

    async def add(self, *events: Event, session: Session) -> None:
        """Store `events` in this order; they exist once the transaction of `session` commits."""
        if not events:
            return
        now, correlation_id = self._clock.now(), current_correlation_id()
        envelopes = [
            Envelope.of(event, ids=self._ids, now=now, correlation_id=correlation_id)
            for event in events
        ]
        await self._collection.insert_many(
            [
                {
                    "_id": envelope.id,
                    "topic": envelope.topic,
                    "key": envelope.key,
                    "occurredAt": envelope.occurred_at,
                    "correlationId": envelope.correlation_id,
                    # As text: no query looks into it, and the database would parse an
                    # auditorium's seats at every read and write.
                    "data": envelope.data_json(),
                }
                for envelope in envelopes
            ],
            session=session,
        )
        self.changed.set()


class OutboxRelay:
    """Publishes what the outbox holds, oldest first, and removes what the broker acknowledged.

    One relay of a database is active at a time, by a lease: two at once would lose the order. It
    renews the lease while it publishes a batch, and stops when it has lost it. A crash between
    publishing and removing publishes an event twice, and never loses one.
    """

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        publisher: KafkaPublisher,
        *,
        clock: Clock,
        owner: str,
        poll: timedelta = timedelta(seconds=1),
    ) -> None:
        """`owner` names this process among its replicas; `poll` bounds the delay of an event
        that another process stored."""
        self._events = database[OUTBOX.name]
        self._leases = database[RELAY_LEASES.name]
        self._outbox = outbox
        self._publisher = publisher
        self._clock = clock
        self._owner = owner
        self._poll = poll.total_seconds()
        self._renew_at = clock.now()

    async def run(self) -> None:
        """Relay until cancelled; wait while the broker or the database is unavailable."""
        while True:
            self._outbox.changed.clear()
            try:
                published = await self._lead() and await self.relay_once()
            except (Unavailable, PyMongoError) as error:
                log.warning("relay_waits", error=repr(error))
                published = 0
                await asyncio.sleep(self._poll)
            if not published:
                await self._wait()

    async def relay_once(self) -> int:
        """Publish one batch, or the part of it that the lease allows; return how many events."""
        batch = [event async for event in self._events.find().sort("_id", ASCENDING).limit(_BATCH)]
        published: list[str] = []
        try:
            for event in batch:
                if self._clock.now() >= self._renew_at and not await self._lead():
                    break
                await self._publisher.publish(_envelope(event))
                published.append(event["_id"])
        finally:
            if published:
                await self._events.delete_many({"_id": {"$in": published}})
        return len(published)

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._outbox.changed.wait(), self._poll)

    async def _lead(self) -> bool:
        """Take or renew the lease; False while another process holds it."""
        now = self._clock.now()
        mine_or_expired = {
            "_id": "outbox",
            "$or": [{"owner": self._owner}, {"until": {"$lte": now}}],
        }
        try:
            result = await self._leases.update_one(
                mine_or_expired,
                {"$set": {"owner": self._owner, "until": now + _LEASE}},
                upsert=True,
            )
        except DuplicateKeyError:
            return False
        leads = result.matched_count == 1 or result.upserted_id is not None
        if leads:
            self._renew_at = now + _RENEWED_AFTER
        return leads


def _envelope(stored: Document) -> Envelope:
    return Envelope(
        id=stored["_id"],
        topic=stored["topic"],
        key=stored["key"],
        occurred_at=stored["occurredAt"],
        correlation_id=stored["correlationId"],
        data=json.loads(stored["data"]),
    )
