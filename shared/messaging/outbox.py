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
from shared.messaging.envelope import Envelope, Event
from shared.messaging.kafka import KafkaPublisher
from shared.storage.mongo import CollectionSpec, Database, Document, Session
from shared.telemetry.correlation import current_correlation_id

log = structlog.get_logger(__name__)

OUTBOX = CollectionSpec("outbox")
RELAY_LEASES = CollectionSpec("relay_leases")

_LEASE = timedelta(seconds=10)
# What is left of it then is as long as the broker may take for one event.
_RENEWED_AFTER = timedelta(seconds=5)
_BATCH = 100


class Outbox:
    """Where a use case leaves its events, in its own transaction."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._collection = database[OUTBOX.name]
        self._clock = clock
        self._ids = ids
        self.changed = asyncio.Event()
        """Set when this process stored an event, so that its relay need not wait for a poll."""

    async def add(self, *events: Event, session: Session) -> None:
        """Store `events`, in their order; they exist once the transaction of `session` commits."""
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
                    # As text: the database has nothing to look for in it, and would take an
                    # auditorium's seats apart at every read and write.
                    "data": envelope.data_json(),
                }
                for envelope in envelopes
            ],
            session=session,
        )
        self.changed.set()


class OutboxRelay:
    """Publishes what the outbox holds, the oldest first, and removes what the broker took.

    One relay of a database is active at a time, by a lease: two at once would lose the order. It
    is renewed while a batch goes out, and whoever has lost it stops.
    A crash between publishing and removing publishes twice, never not at all.
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
        """Relay until cancelled; waits out a broker or database that is away."""
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
        """Publish one batch, or what of it the lease allows; how many events it was."""
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
        mine_or_free = {
            "_id": "outbox",
            "$or": [{"owner": self._owner}, {"until": {"$lte": now}}],
        }
        try:
            result = await self._leases.update_one(
                mine_or_free,
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
