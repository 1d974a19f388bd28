"""Commits too large for one transaction: prepared, decided at one point, then completed.

A transaction of many thousands of showtimes outgrows MongoDB's cache. So the new ones are first
laid by in chunks, where no reader looks. Then one small transaction decides: it checks the
catalog's version, writes everything else, and closes the catalog to other decisions, so that what
was found to be free stays free. From there on the commit is only ever completed, chunk by chunk
with the events, by this process or by any that comes after it. Before that point it is only ever
cleared away.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.storage.mongo import CollectionSpec, Database, Document, Session, transaction
from subgraphs.catalog.adapters.store.collections import CATALOG, SHOWTIMES, VERSION
from subgraphs.catalog.adapters.store.documents import showtime_document, to_showtime
from subgraphs.catalog.domain import Showtime
from subgraphs.catalog.errors import Overtaken

COMMITS = CollectionSpec("commits")
CHUNKS = CollectionSpec("commit_chunks")
BATCH = 500
"""How many showtimes are written, and their events made, at a time."""
LONGEST = timedelta(minutes=1)
"""How long writing so many may take."""
_LEASE = timedelta(minutes=1)

Tell = Callable[[Sequence[Showtime], Session], Awaitable[None]]


class LargeCommits:
    """The large commits of one database. `tell` adds the events of new showtimes."""

    def __init__(self, database: Database, clock: Clock, tell: Tell) -> None:
        self._database = database
        self._commits = database[COMMITS.name]
        self._chunks = database[CHUNKS.name]
        self._showtimes = database[SHOWTIMES.name]
        self._version = database[VERSION.name]
        self._clock = clock
        self._tell = tell

    async def begin(self, commit_id: str) -> None:
        """Say that showtimes will be laid by."""
        commit = {"_id": commit_id, "decided": False, "givenUp": False, "next": 0, "chunks": 0}
        await self._commits.insert_one(commit | {"until": self._lease()})

    async def lay_by(self, commit_id: str, number: int, showtimes: Sequence[Showtime]) -> None:
        """Lay one chunk by, and stay alive; Overtaken when this process was given up for dead.

        Then the chunk is not kept: nobody would ever clear it away.
        """
        documents = [showtime_document(each) for each in showtimes]

        async def write(session: Session) -> None:
            await self._go_on(commit_id, {"chunks": number + 1, "until": self._lease()}, session)
            chunk = {"_id": f"{commit_id}:{number}", "showtimes": documents}
            await self._chunks.insert_one(chunk, session=session)

        await transaction(self._database, write, within=LONGEST)

    async def decide(self, commit_id: str, session: Session) -> None:
        """Once this transaction commits, the commit is only ever completed."""
        await self._go_on(commit_id, {"decided": True}, session)
        await self._version.update_one(
            CATALOG, {"$set": {"completing": commit_id}}, session=session
        )

    async def complete(
        self, commit_id: str, progress: Callable[[int], None] = lambda _written: None
    ) -> None:
        """Write what was laid by, with its events, and open the catalog to decisions again."""
        written = 0
        while chunk := await transaction(
            self._database, lambda session: self._next(commit_id, session), within=LONGEST
        ):
            written += chunk
            progress(written)

    async def clear(self, commit_id: str) -> None:
        """Throw away what was laid by, unless the decision has been made after all."""
        given_up = await self._commits.update_one(
            {"_id": commit_id, "decided": False}, {"$set": {"givenUp": True}}
        )
        if given_up.matched_count:
            await self._forget(commit_id)

    async def finish_abandoned(self) -> None:
        """Complete what was decided, and clear what was not, of processes that have died."""
        now = self._clock.now()
        for commit in await self._commits.find().to_list():
            if commit["until"] <= now:
                await (self.complete if commit["decided"] else self.clear)(commit["_id"])

    async def _go_on(self, commit_id: str, changes: Document, session: Session) -> None:
        going_on = await self._commits.update_one(
            {"_id": commit_id, "decided": False, "givenUp": False},
            {"$set": changes},
            session=session,
        )
        if going_on.matched_count == 0:
            # This process was given up for dead, and what it had laid by was cleared away.
            raise Overtaken

    async def _next(self, commit_id: str, session: Session) -> int:
        """Write one chunk; how many showtimes it had, and 0 at the end."""
        commit = await self._commits.find_one({"_id": commit_id}, session=session)
        if commit is None:
            return 0  # another process was faster
        if commit["next"] == commit["chunks"]:
            opened: Document = {"$inc": {"number": 1}, "$unset": {"completing": ""}}
            await self._version.update_one(CATALOG, opened, session=session)
            await self._forget(commit_id, session)
            return 0
        id = f"{commit_id}:{commit['next']}"
        chunk = await self._chunks.find_one({"_id": id}, session=session)
        assert chunk is not None, "chunks go only with their commit"
        documents: list[Document] = chunk["showtimes"]
        await self._showtimes.insert_many(documents, session=session)
        await self._tell([to_showtime(document) for document in documents], session)
        await self._version.update_one(CATALOG, {"$inc": {"number": 1}}, session=session)
        further: Document = {"$inc": {"next": 1}, "$set": {"until": self._lease()}}
        await self._commits.update_one({"_id": commit_id}, further, session=session)
        return len(documents)

    async def _forget(self, commit_id: str, session: Session | None = None) -> None:
        mine = {"_id": {"$regex": f"^{commit_id}:"}}
        await self._chunks.delete_many(mine, session=session)
        await self._commits.delete_one({"_id": commit_id}, session=session)

    def _lease(self) -> datetime:
        return self._clock.now() + _LEASE
