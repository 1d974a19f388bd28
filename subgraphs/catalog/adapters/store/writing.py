"""Writing to the catalog: one change, all of it or nothing, one new version."""

from collections.abc import Iterable

from pymongo import ReplaceOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from shared.clock import Clock
from shared.errors import VersionConflict
from shared.ids import IdSource
from shared.messaging.outbox import Outbox
from shared.storage.mongo import PATIENCE, Database, Document, Session, transaction
from subgraphs.catalog.adapters.store.collections import CATALOG
from subgraphs.catalog.adapters.store.documents import (
    auditorium_document,
    cinema_document,
    city_document,
    movie_document,
    showtime_document,
)
from subgraphs.catalog.adapters.store.large_commits import BATCH, LONGEST, LargeCommits
from subgraphs.catalog.adapters.store.reading import MongoCatalogReading
from subgraphs.catalog.errors import ImportBeingCompleted
from subgraphs.catalog.ports import CatalogChange, MakeScheduledEvents, ReportProgress

_DUPLICATE_KEY = 11000
# One transaction with so many new showtimes fits well into MongoDB's cache.
_AT_ONCE = 2_000


class MongoCatalogStore(MongoCatalogReading):
    """Adapter of the port CatalogStore."""

    def __init__(self, database: Database, outbox: Outbox, clock: Clock, ids: IdSource) -> None:
        super().__init__(database)
        self._database = database
        self._outbox = outbox
        self._ids = ids
        self._large = LargeCommits(database, outbox, clock)

    async def note_booking(self, booking_id: str, showtime_id: str, *, stands: bool) -> None:
        # A cancellation is final, and may arrive before the booking that it cancels.
        operator = "$setOnInsert" if stands else "$set"
        await self._bookings.update_one(
            {"_id": booking_id},
            {operator: {"showtimeId": showtime_id, "stands": stands}},
            upsert=True,
        )

    async def finish_abandoned_commits(self, scheduled_events: MakeScheduledEvents) -> None:
        await self._large.finish_abandoned(scheduled_events)

    async def commit(
        self,
        change: CatalogChange,
        read_at_version: int,
        report_progress: ReportProgress = lambda _step, _showtimes: None,
    ) -> None:
        try:
            if len(change.new_showtimes) > _AT_ONCE:
                await self._commit_large(change, read_at_version, report_progress)
            else:
                await self._commit_at_once(change, read_at_version, report_progress)
        except (DuplicateKeyError, BulkWriteError) as error:
            if not _is_duplicate(error):
                raise
            # Another writer has taken the slot, or made the first version.
            raise VersionConflict from error

    async def _commit_at_once(
        self, change: CatalogChange, read_at_version: int, report_progress: ReportProgress
    ) -> None:
        async def write(session: Session) -> None:
            await self._write_all_but_new_showtimes(change, read_at_version, session)
            for start in range(0, len(change.new_showtimes), BATCH):
                batch = change.new_showtimes[start : start + BATCH]
                documents = [showtime_document(each) for each in batch]
                await self._showtimes.insert_many(documents, session=session)
                events = await change.scheduled_events(batch)
                await self._outbox.add(*events, session=session)
                report_progress("written", start + len(batch))

        # A planner waits for the answer; an import has more time.
        within = LONGEST if _size(change) > BATCH else PATIENCE
        await transaction(self._database, write, within=within)

    async def _commit_large(
        self, change: CatalogChange, read_at_version: int, report_progress: ReportProgress
    ) -> None:
        commit_id = self._ids.new("cmt")

        async def commit(session: Session) -> None:
            await self._write_all_but_new_showtimes(change, read_at_version, session)
            await self._large.commit(commit_id, session)

        showtimes = change.new_showtimes
        try:
            await self._large.begin(commit_id)
            for number, start in enumerate(range(0, len(showtimes), BATCH)):
                batch = showtimes[start : start + BATCH]
                await self._large.stage(commit_id, number, batch)
                report_progress("staged", start + len(batch))
            await transaction(self._database, commit, within=LONGEST)
        except BaseException:
            await self._large.discard(commit_id)
            raise
        await self._large.complete(
            commit_id,
            change.scheduled_events,
            lambda written: report_progress("written", written),
        )

    async def _write_all_but_new_showtimes(
        self, change: CatalogChange, read_at_version: int, session: Session
    ) -> None:
        await self._next_version(read_at_version, session)
        for collection, documents in (
            (self._cities, map(city_document, change.cities)),
            (self._cinemas, map(cinema_document, change.cinemas)),
            (self._auditoriums, map(auditorium_document, change.auditoriums)),
            (self._movies, map(movie_document, change.movies)),
            (self._showtimes, map(showtime_document, change.showtimes)),
        ):
            await _replace(collection, documents, session)
        await self._outbox.add(*change.events, session=session)

    async def _next_version(self, read_at_version: int, session: Session) -> None:
        if read_at_version == 0:
            await self._version.insert_one({**CATALOG, "number": 1}, session=session)
            return
        raised = await self._version.update_one(
            {**CATALOG, "number": read_at_version, "completing": None},
            {"$inc": {"number": 1}},
            session=session,
        )
        if raised.matched_count == 0:
            being_completed = {**CATALOG, "completing": {"$ne": None}}
            if await self._version.find_one(being_completed, session=session):
                raise ImportBeingCompleted
            raise VersionConflict


def _size(change: CatalogChange) -> int:
    """Return how many documents are written, not counting events."""
    return sum(
        len(documents)
        for documents in (
            change.cities,
            change.cinemas,
            change.auditoriums,
            change.movies,
            change.showtimes,
            change.new_showtimes,
        )
    )


async def _replace(
    collection: AsyncCollection[Document], documents: Iterable[Document], session: Session
) -> None:
    writes = [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in documents]
    if writes:
        await collection.bulk_write(writes, session=session)


def _is_duplicate(error: DuplicateKeyError | BulkWriteError) -> bool:
    details = error.details or {}
    return isinstance(error, DuplicateKeyError) or any(
        each.get("code") == _DUPLICATE_KEY for each in details.get("writeErrors", [])
    )
