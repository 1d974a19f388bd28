"""Commits too large for one transaction: staged, decided at one point, then finished.

A transaction of many thousands of showings outgrows MongoDB's cache. So new showings are first
inserted in batches with the status STAGED, which takes their slots and which no reader asks for.
Then one small transaction decides: it writes everything else and marks the commit. From there on
it is only ever completed, batch by batch, each with its events, by this process or by any that
comes after it. Before that point it is only ever cleared away.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.mongo import CollectionSpec, Database, Document, Session, transaction
from subgraphs.catalog.documents import showtime_document, to_showtime
from subgraphs.catalog.domain import Showtime, ShowtimeStatus
from subgraphs.catalog.errors import Overtaken
from subgraphs.catalog.store.collections import SHOWTIMES, STAGED

COMMITS = CollectionSpec("commits")
BATCH = 500
"""How many showings are written, and their events made, at a time."""
_LEASE = timedelta(minutes=1)

Tell = Callable[[Sequence[Showtime], Session], Awaitable[None]]


class StagedCommits:
    """The large commits of one database.

    `tell` adds the events of showings that become visible, and the catalog's next version.
    """

    def __init__(self, database: Database, clock: Clock, tell: Tell) -> None:
        self._database = database
        self._commits = database[COMMITS.name]
        self._showtimes = database[SHOWTIMES.name]
        self._clock = clock
        self._tell = tell

    async def stage(
        self, commit_id: str, showtimes: Sequence[Showtime], progress: Callable[[int], None]
    ) -> None:
        """Insert the showings where no reader sees them; DuplicateKeyError for a taken slot."""
        await self._commits.insert_one(
            {"_id": commit_id, "decided": False, "givenUp": False, "until": self._lease()}
        )
        for start in range(0, len(showtimes), BATCH):
            batch = showtimes[start : start + BATCH]
            await self._showtimes.insert_many([_staged(each, commit_id) for each in batch])
            await self._commits.update_one({"_id": commit_id}, {"$set": {"until": self._lease()}})
            progress(start + len(batch))

    async def decide(self, commit_id: str, session: Session) -> None:
        """From the commit of this transaction on, it is only ever completed."""
        decided = await self._commits.update_one(
            {"_id": commit_id, "decided": False, "givenUp": False},
            {"$set": {"decided": True}},
            session=session,
        )
        if decided.matched_count == 0:
            # This process was given up for dead, and its showings were cleared away.
            raise Overtaken

    async def complete(self, commit_id: str) -> None:
        """Make the staged showings visible, with their events."""
        while await transaction(self._database, lambda session: self._next(commit_id, session)):
            pass
        await self._commits.delete_one({"_id": commit_id})

    async def clear(self, commit_id: str) -> None:
        """Take back what was staged, unless the decision has been made after all."""
        given_up = await self._commits.update_one(
            {"_id": commit_id, "decided": False}, {"$set": {"givenUp": True}}
        )
        if given_up.matched_count == 0:
            return
        await self._showtimes.delete_many({"commitId": commit_id, "status": STAGED})
        await self._commits.delete_one({"_id": commit_id})

    async def finish_abandoned(self) -> None:
        """Complete what was decided, and clear what was not, of processes that have died."""
        now = self._clock.now()
        for commit in await self._commits.find().to_list():
            if commit["until"] > now:
                continue
            await (self.complete if commit["decided"] else self.clear)(commit["_id"])

    async def _next(self, commit_id: str, session: Session) -> bool:
        which: Document = {"commitId": commit_id, "status": STAGED}
        batch = await self._showtimes.find(which, session=session).limit(BATCH).to_list()
        if batch:
            await self._showtimes.update_many(
                {"_id": {"$in": [document["_id"] for document in batch]}},
                {"$set": {"status": ShowtimeStatus.SCHEDULED}, "$unset": {"commitId": ""}},
                session=session,
            )
            visible = [document | {"status": ShowtimeStatus.SCHEDULED} for document in batch]
            await self._tell([to_showtime(document) for document in visible], session)
            lease = {"$set": {"until": self._lease()}}
            await self._commits.update_one({"_id": commit_id}, lease, session=session)
        return bool(batch)

    def _lease(self) -> datetime:
        return self._clock.now() + _LEASE


def _staged(showtime: Showtime, commit_id: str) -> Document:
    return showtime_document(showtime) | {"status": STAGED, "commitId": commit_id}
