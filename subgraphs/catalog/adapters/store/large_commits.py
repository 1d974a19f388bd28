"""Commits too large for one transaction: staged, committed at one point, then completed.

A transaction of many thousands of showtimes outgrows MongoDB's cache. So the new showtimes are
first staged in chunks that no reader sees. Then one small transaction is the commit point: it
checks the catalog's version, writes everything else, and refuses other changes from then on, which
could take an auditorium that this one found free. After it the commit can only be completed, chunk
by chunk with the events, by this process or any later one. Before it, what is staged can be
discarded (docs/adr/0007).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.errors import VersionConflict
from shared.messaging.outbox import Outbox
from shared.storage.mongo import CollectionSpec, Database, Document, Session, transaction
from subgraphs.catalog.adapters.store.collections import CATALOG, SHOWTIMES, VERSION
from subgraphs.catalog.adapters.store.documents import showtime_document, to_showtime
from subgraphs.catalog.domain.showtimes import Showtime
from subgraphs.catalog.ports import MakeScheduledEvents

COMMITS = CollectionSpec("commits")
"""`decided` is set at the commit point, `givenUp` when what is staged is discarded.

`chunks` counts what is staged, `next` is the next chunk to write.
"""
CHUNKS = CollectionSpec("commit_chunks")
BATCH = 500
"""How many showtimes are written, and their events made, at a time."""
LONGEST = timedelta(minutes=1)
"""How long writing so many may take."""
_LEASE = timedelta(minutes=1)


class LargeCommits:
    """The large commits of one database."""

    def __init__(self, database: Database, outbox: Outbox, clock: Clock) -> None:
        self._database = database
        self._commits = database[COMMITS.name]
        self._chunks = database[CHUNKS.name]
        self._showtimes = database[SHOWTIMES.name]
        self._version = database[VERSION.name]
        self._outbox = outbox
        self._clock = clock

    async def begin(self, commit_id: str) -> None:
        """Record that showtimes will be staged for this commit."""
        commit = {"_id": commit_id, "decided": False, "givenUp": False, "next": 0, "chunks": 0}
        await self._commits.insert_one(commit | {"until": self._lease_end()})

    async def stage(self, commit_id: str, number: int, showtimes: Sequence[Showtime]) -> None:
        """Stage one chunk and renew the lease.

        Raises VersionConflict, with nothing staged, when another process has discarded this
        commit after its lease: nothing would ever remove the chunk.
        """
        documents = [showtime_document(each) for each in showtimes]

        async def write(session: Session) -> None:
            progress = {"chunks": number + 1, "until": self._lease_end()}
            await self._update_open(commit_id, progress, session)
            chunk = {"_id": f"{commit_id}:{number}", "showtimes": documents}
            await self._chunks.insert_one(chunk, session=session)

        await transaction(self._database, write, within=LONGEST)

    async def commit(self, commit_id: str, session: Session) -> None:
        """Pass the commit point: after this transaction the commit can only be completed.

        Raises VersionConflict when another process has discarded this commit after its lease.
        """
        await self._update_open(commit_id, {"decided": True}, session)
        await self._version.update_one(
            CATALOG, {"$set": {"completing": commit_id}}, session=session
        )

    async def complete(
        self,
        commit_id: str,
        scheduled_events: MakeScheduledEvents,
        report_written: Callable[[int], None] = lambda _showtimes: None,
    ) -> None:
        """Write what is staged, with its events, and then allow other changes again."""
        written = 0
        while chunk := await transaction(
            self._database,
            lambda session: self._write_next(commit_id, scheduled_events, session),
            within=LONGEST,
        ):
            written += chunk
            report_written(written)

    async def discard(self, commit_id: str) -> None:
        """Remove what is staged, unless the commit point is passed."""
        given_up = await self._commits.update_one(
            {"_id": commit_id, "decided": False}, {"$set": {"givenUp": True}}
        )
        if given_up.matched_count:
            await self._remove(commit_id)

    async def finish_abandoned(self, scheduled_events: MakeScheduledEvents) -> None:
        """Complete or discard each commit whose lease has ended: its process has died."""
        now = self._clock.now()
        for commit in await self._commits.find().to_list():
            if commit["until"] > now:
                continue
            if commit["decided"]:
                await self.complete(commit["_id"], scheduled_events)
            else:
                await self.discard(commit["_id"])

    async def _update_open(self, commit_id: str, values: Document, session: Session) -> None:
        """Set `values`. Raises VersionConflict when another process has discarded the commit."""
        updated = await self._commits.update_one(
            {"_id": commit_id, "decided": False, "givenUp": False},
            {"$set": values},
            session=session,
        )
        if updated.matched_count == 0:
            raise VersionConflict

    async def _write_next(
        self, commit_id: str, scheduled_events: MakeScheduledEvents, session: Session
    ) -> int:
        """Write one chunk; return how many showtimes it had, and 0 at the end."""
        commit = await self._commits.find_one({"_id": commit_id}, session=session)
        if commit is None:
            return 0  # another process has completed it
        if commit["next"] == commit["chunks"]:
            completed: Document = {"$inc": {"number": 1}, "$unset": {"completing": ""}}
            await self._version.update_one(CATALOG, completed, session=session)
            await self._remove(commit_id, session)
            return 0
        id = f"{commit_id}:{commit['next']}"
        chunk = await self._chunks.find_one({"_id": id}, session=session)
        assert chunk is not None, "chunks are removed only with their commit"
        documents: list[Document] = chunk["showtimes"]
        await self._showtimes.insert_many(documents, session=session)
        events = await scheduled_events([to_showtime(document) for document in documents])
        await self._outbox.add(*events, session=session)
        await self._version.update_one(CATALOG, {"$inc": {"number": 1}}, session=session)
        next_chunk: Document = {"$inc": {"next": 1}, "$set": {"until": self._lease_end()}}
        await self._commits.update_one({"_id": commit_id}, next_chunk, session=session)
        return len(documents)

    async def _remove(self, commit_id: str, session: Session | None = None) -> None:
        of_commit = {"_id": {"$regex": f"^{commit_id}:"}}
        await self._chunks.delete_many(of_commit, session=session)
        await self._commits.delete_one({"_id": commit_id}, session=session)

    def _lease_end(self) -> datetime:
        return self._clock.now() + _LEASE
