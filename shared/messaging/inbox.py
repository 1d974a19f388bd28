"""The inbox: the ids of the events that a consumer has handled.

Kafka delivers at least once, so an event can arrive again. `once` runs an effect and then records
the event. A crash between the two runs the effect again: every effect must be safe to repeat.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.storage.mongo import CollectionSpec, Database

# Longer than Kafka keeps a message: after that none can arrive a second time.
_KEPT_SECONDS = 14 * 24 * 3600

INBOX = CollectionSpec(
    "inbox",
    indexes=[IndexModel([("takenAt", ASCENDING)], expireAfterSeconds=_KEPT_SECONDS)],
)


class Inbox:
    """Gives each event its effect once, however often it is delivered."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._collection = database[INBOX.name]
        self._clock = clock

    async def once(self, event_id: str, effect: Callable[[], Awaitable[None]]) -> None:
        """Run `effect` and record the event, unless it is recorded already.

        Two deliveries at the same time may both run the effect.
        """
        if await self._has(event_id):
            return
        await effect()
        await self._record(event_id)

    async def _has(self, event_id: str) -> bool:
        return await self._collection.find_one({"_id": event_id}) is not None

    async def _record(self, event_id: str) -> None:
        with suppress(DuplicateKeyError):
            await self._collection.insert_one({"_id": event_id, "takenAt": self._clock.now()})
