"""The inbox: which events a consumer has taken, kept in the transaction of their effect.

An effect of several transactions ends with the taking: until then it is done again from its
beginning, and passes over what it has done before.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.storage.mongo import CollectionSpec, Database, Session, transaction

_KEPT_SECONDS = 14 * 24 * 3600

INBOX = CollectionSpec(
    "inbox",
    # Longer than Kafka keeps a message; after that none can come a second time.
    indexes=[IndexModel([("takenAt", ASCENDING)], expireAfterSeconds=_KEPT_SECONDS)],
)


class AlreadyTaken(Exception):
    """This event has had its effect; the transaction that raised it must end without one."""


class Inbox:
    """Lets each event have its effect once, however often it is delivered."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._collection = database[INBOX.name]
        self._clock = clock

    async def has(self, event_id: str) -> bool:
        """Whether the event was taken; it may be by the time that `take` is called."""
        return await self._collection.find_one({"_id": event_id}) is not None

    async def take(self, event_id: str, session: Session) -> None:
        """Mark the event as taken, in the transaction of its effect; AlreadyTaken when it was."""
        try:
            await self._collection.insert_one(
                {"_id": event_id, "takenAt": self._clock.now()}, session=session
            )
        except DuplicateKeyError:
            raise AlreadyTaken(event_id) from None

    async def once(self, event_id: str, effect: Callable[[], Awaitable[None]]) -> None:
        """Have an effect that is more than one transaction, unless the event was taken before.

        Taken when `effect` returns. Two deliveries at the same time may both get so far: each of
        its steps must be safe to repeat.
        """
        if await self.has(event_id):
            return
        await effect()
        with suppress(AlreadyTaken):
            await transaction(self._database, lambda session: self.take(event_id, session))
