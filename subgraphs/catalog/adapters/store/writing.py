"""Writing to the catalog: one decision, all of it or nothing, one new version."""

from collections.abc import Iterable, Sequence

from pymongo import ReplaceOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from shared.clock import Clock
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
from subgraphs.catalog.domain import Showtime, ShowtimeInFull
from subgraphs.catalog.errors import ImportBeingCompleted, Overtaken
from subgraphs.catalog.ports import Changes, Progress

_DUPLICATE_KEY = 11000
# As many new showtimes as one transaction can hold in MongoDB's cache, with room to spare.
_AT_ONCE = 2_000


class MongoCatalogStore(MongoCatalogReading):
    """Adapter of the port CatalogStore."""

    def __init__(self, database: Database, outbox: Outbox, clock: Clock, ids: IdSource) -> None:
        super().__init__(database)
        self._database = database
        self._outbox = outbox
        self._ids = ids
        self._large = LargeCommits(database, clock, self._tell)

    async def note_booking(self, booking_id: str, showtime_id: str, *, stands: bool) -> None:
        # A cancellation is final, and may be heard before the booking that it cancels.
        change = "$setOnInsert" if stands else "$set"
        await self._bookings.update_one(
            {"_id": booking_id},
            {change: {"showtimeId": showtime_id, "stands": stands}},
            upsert=True,
        )

    async def finish_commits(self) -> None:
        await self._large.finish_abandoned()

    async def commit(
        self,
        changes: Changes,
        read_at_version: int,
        progress: Progress = lambda _step, _showtimes: None,
    ) -> None:
        try:
            if len(changes.scheduled) > _AT_ONCE:
                await self._commit_large(changes, read_at_version, progress)
            else:
                await self._commit_at_once(changes, read_at_version, progress)
        except (DuplicateKeyError, BulkWriteError) as error:
            if not _is_duplicate(error):
                raise
            # Whoever has the slot, or made the first version, was faster.
            raise Overtaken from error

    async def _commit_at_once(
        self, changes: Changes, read_at_version: int, progress: Progress
    ) -> None:
        async def write(session: Session) -> None:
            await self._write(changes, read_at_version, session)
            for start in range(0, len(changes.scheduled), BATCH):
                batch = changes.scheduled[start : start + BATCH]
                documents = [showtime_document(each.showtime) for each in batch]
                await self._showtimes.insert_many(documents, session=session)
                events = [showtime.scheduled() for showtime in batch]
                await self._outbox.add(*events, session=session)
                progress("written", start + len(batch))

        # Whoever plans a showtime waits for the answer; a file that is taken in has more time.
        within = LONGEST if _size(changes) > BATCH else PATIENCE
        await transaction(self._database, write, within=within)

    async def _commit_large(
        self, changes: Changes, read_at_version: int, progress: Progress
    ) -> None:
        commit_id = self._ids.new("cmt")

        async def decide(session: Session) -> None:
            await self._write(changes, read_at_version, session)
            await self._large.decide(commit_id, session)

        showtimes = [showtime.showtime for showtime in changes.scheduled]
        try:
            await self._large.begin(commit_id)
            for number, start in enumerate(range(0, len(showtimes), BATCH)):
                batch = showtimes[start : start + BATCH]
                await self._large.lay_by(commit_id, number, batch)
                progress("laid by", start + len(batch))
            await transaction(self._database, decide, within=LONGEST)
        except BaseException:
            await self._large.clear(commit_id)
            raise
        await self._large.complete(commit_id, lambda written: progress("written", written))

    async def _write(self, changes: Changes, read_at_version: int, session: Session) -> None:
        """Everything but the new showtimes."""
        await self._next_version(read_at_version, session)
        for collection, documents in (
            (self._cities, map(city_document, changes.cities)),
            (self._cinemas, map(cinema_document, changes.cinemas)),
            (self._auditoriums, map(auditorium_document, changes.auditoriums)),
            (self._movies, map(movie_document, changes.movies)),
            (self._showtimes, map(showtime_document, changes.showtimes)),
        ):
            await _replace(collection, documents, session)
        if changes.told:
            await self._outbox.add(*changes.told, session=session)

    async def _next_version(self, read_at_version: int, session: Session) -> None:
        if read_at_version == 0:
            await self._version.insert_one({**CATALOG, "number": 1}, session=session)
            return
        moved = await self._version.update_one(
            {**CATALOG, "number": read_at_version, "completing": None},
            {"$inc": {"number": 1}},
            session=session,
        )
        if moved.matched_count == 0:
            closed = {**CATALOG, "completing": {"$ne": None}}
            if await self._version.find_one(closed, session=session):
                raise ImportBeingCompleted
            raise Overtaken

    async def _tell(self, showtimes: Sequence[Showtime], session: Session) -> None:
        movies = await self.movies_by_ids([each.movie_id for each in showtimes])
        cinemas = await self.cinemas_by_ids([each.cinema_id for each in showtimes])
        auditoriums = await self.auditoriums_by_ids([each.auditorium_id for each in showtimes])
        events = [
            ShowtimeInFull(
                each,
                movies[each.movie_id],
                cinemas[each.cinema_id],
                auditoriums[each.auditorium_id],
            ).scheduled()
            for each in showtimes
        ]
        await self._outbox.add(*events, session=session)


def _size(changes: Changes) -> int:
    """How many documents are to be written, but for events."""
    return sum(
        len(documents)
        for documents in (
            changes.cities,
            changes.cinemas,
            changes.auditoriums,
            changes.movies,
            changes.showtimes,
            changes.scheduled,
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
