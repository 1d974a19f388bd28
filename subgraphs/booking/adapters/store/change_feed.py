"""Changes of the database by any process, from the server's change stream."""

import asyncio
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager

import structlog
from pymongo.errors import PyMongoError

from shared.storage.mongo import Database
from subgraphs.booking.adapters.store.booking_documents import BOOKINGS
from subgraphs.booking.adapters.store.inventories import INVENTORIES

log = structlog.get_logger(__name__)

_PAUSE_SECONDS = 1.0
_WATCHED = [
    {"$match": {"ns.coll": {"$in": [BOOKINGS.name, INVENTORIES.name]}}},
    {"$project": {"documentKey": 1}},
]


class MongoChangeFeed:
    """Adapter of the port ChangeFeed: one stream a process, for all of its listeners."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def listen(self, id: str, changed: asyncio.Event) -> Generator[None]:
        self._listeners[id].add(changed)
        try:
            yield
        finally:
            self._listeners[id].discard(changed)
            if not self._listeners[id]:
                del self._listeners[id]

    async def run(self) -> None:
        """Follow the stream until cancelled; after a break everything counts as changed."""
        while True:
            try:
                async with await self._database.watch(_WATCHED) as stream:
                    self._wake_all()
                    async for change in stream:
                        for changed in self._listeners.get(change["documentKey"]["_id"], ()):
                            changed.set()
            except PyMongoError as error:
                log.warning("changes_wait", error=repr(error))
                await asyncio.sleep(_PAUSE_SECONDS)

    def _wake_all(self) -> None:
        for listeners in self._listeners.values():
            for changed in listeners:
                changed.set()
