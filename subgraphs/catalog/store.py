"""Catalog's MongoDB adapter: the queries, with the indexes that serve them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pymongo import ASCENDING, IndexModel, ReplaceOne
from pymongo.asynchronous.collection import AsyncCollection

from shared.mongo import CollectionSpec, Database, Document, Session, transaction
from shared.outbox import Outbox
from shared.pagination import PageRequest
from subgraphs.catalog.documents import (
    auditorium_document,
    cinema_document,
    city_document,
    movie_document,
    showtime_document,
    to_auditorium,
    to_cinema,
    to_city,
    to_movie,
    to_showtime,
)
from subgraphs.catalog.domain import (
    Auditorium,
    Cinema,
    City,
    Movie,
    MovieStatus,
    Showtime,
    ShowtimeStatus,
)
from subgraphs.catalog.ports import CatalogData, MovieQuery, ShowtimeQuery
from subgraphs.catalog.snapshots import scheduled_event

Value = TypeVar("Value")
Conditions = dict[str, Any]

CITIES = CollectionSpec("cities", indexes=[IndexModel([("country", ASCENDING)], name="country")])
CINEMAS = CollectionSpec("cinemas", indexes=[IndexModel([("cityId", ASCENDING)], name="city")])
AUDITORIUMS = CollectionSpec(
    "auditoriums", indexes=[IndexModel([("cinemaId", ASCENDING)], name="cinema")]
)
MOVIES = CollectionSpec(
    "movies",
    schema={
        "bsonType": "object",
        "required": ["title", "sortTitle", "searchWords", "runtimeMinutes", "releaseDate"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^mov_"},
            "title": {"bsonType": "string", "minLength": 1, "maxLength": 200},
            "runtimeMinutes": {"bsonType": ["int", "long"], "minimum": 1, "maximum": 1000},
            "releaseDate": {"bsonType": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        },
    },
    indexes=[
        IndexModel([("sortTitle", ASCENDING), ("_id", ASCENDING)], name="title"),
        IndexModel([("searchWords", ASCENDING), ("sortTitle", ASCENDING)], name="search"),
        IndexModel([("genres", ASCENDING), ("sortTitle", ASCENDING)], name="genre"),
        IndexModel([("releaseDate", ASCENDING), ("_id", ASCENDING)], name="release"),
    ],
)
SHOWTIMES = CollectionSpec(
    "showtimes",
    schema={
        "bsonType": "object",
        "required": ["movieId", "cinemaId", "auditoriumId", "startsAt", "businessDate", "status"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^sho_"},
            "startsAt": {"bsonType": "date"},
            "endsAt": {"bsonType": "date"},
            "status": {"enum": [status.value for status in ShowtimeStatus]},
        },
    },
    indexes=[
        IndexModel([(name, ASCENDING), ("startsAt", ASCENDING), ("_id", ASCENDING)], name=name)
        for name in ("cinemaId", "movieId", "cityId", "businessDate")
    ]
    + [IndexModel([("startsAt", ASCENDING), ("_id", ASCENDING)], name="start")],
)
VERSION = CollectionSpec("version")

COLLECTIONS = (CITIES, CINEMAS, AUDITORIUMS, MOVIES, SHOWTIMES, VERSION)


class MongoCatalogStore:
    """Adapter of the port CatalogStore."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._cities = database[CITIES.name]
        self._cinemas = database[CINEMAS.name]
        self._auditoriums = database[AUDITORIUMS.name]
        self._movies = database[MOVIES.name]
        self._showtimes = database[SHOWTIMES.name]
        self._version = database[VERSION.name]
        self._outbox = outbox

    async def version(self) -> int:
        document = await self._version.find_one({"_id": "catalog"})
        return document["number"] if document else 0

    async def cities(self, country: str | None) -> list[City]:
        which: Conditions = {"country": country} if country else {}
        found = [to_city(document) async for document in self._cities.find(which)]
        return sorted(found, key=lambda city: (city.country, city.name))

    async def cities_by_ids(self, ids: Sequence[str]) -> dict[str, City]:
        return await _by_ids(self._cities, ids, to_city)

    async def cinemas(self, city_ids: Sequence[str] | None) -> list[Cinema]:
        which: Conditions = {} if city_ids is None else {"cityId": {"$in": list(city_ids)}}
        found = [to_cinema(document) async for document in self._cinemas.find(which)]
        return sorted(found, key=lambda cinema: (cinema.name, cinema.id))

    async def cinemas_by_ids(self, ids: Sequence[str]) -> dict[str, Cinema]:
        return await _by_ids(self._cinemas, ids, to_cinema)

    async def auditoriums_of(self, cinema_ids: Sequence[str]) -> list[Auditorium]:
        found = self._auditoriums.find({"cinemaId": {"$in": list(cinema_ids)}})
        halls = [to_auditorium(document) async for document in found]
        return sorted(halls, key=lambda hall: (hall.name, hall.id))

    async def auditoriums_by_ids(self, ids: Sequence[str]) -> dict[str, Auditorium]:
        return await _by_ids(self._auditoriums, ids, to_auditorium)

    async def movies(
        self, query: MovieQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Movie], int]:
        which = _movie_conditions(query, now)
        behind = _behind("sortTitle", request)
        found = (
            self._movies.find({"$and": [which, behind]})
            .sort([("sortTitle", ASCENDING), ("_id", ASCENDING)])
            .limit(request.size + 1)
        )
        movies = [to_movie(document) async for document in found]
        return movies, await self._movies.count_documents(which)

    async def movies_released(
        self, first: date, last: date, ids: frozenset[str] | None
    ) -> list[Movie]:
        which: Conditions = {"releaseDate": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
        if ids is not None:
            which["_id"] = {"$in": sorted(ids)}
        return [to_movie(document) async for document in self._movies.find(which)]

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]:
        return await _by_ids(self._movies, ids, to_movie)

    async def movies_on(
        self, *, city_id: str | None, cinema_id: str | None, now: datetime
    ) -> frozenset[str]:
        query = ShowtimeQuery(city_id=city_id, cinema_id=cinema_id)
        found = await self._showtimes.distinct("movieId", _showtime_conditions(query, now))
        return frozenset(found)

    async def showtimes(
        self, query: ShowtimeQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Showtime], int]:
        which = _showtime_conditions(query, now)
        behind = _behind("startsAt", request, _from_milliseconds)
        found = (
            self._showtimes.find({"$and": [which, behind]})
            .sort([("startsAt", ASCENDING), ("_id", ASCENDING)])
            .limit(request.size + 1)
        )
        showtimes = [to_showtime(document) async for document in found]
        return showtimes, await self._showtimes.count_documents(which)

    async def showtimes_of(
        self, field: str, ids: Sequence[str], query: ShowtimeQuery, now: datetime
    ) -> list[Showtime]:
        which = _showtime_conditions(query, now) | {field: {"$in": list(ids)}}
        found = [to_showtime(document) async for document in self._showtimes.find(which)]
        return sorted(found, key=lambda showtime: (showtime.starts_at, showtime.id))

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]:
        return await _by_ids(self._showtimes, ids, to_showtime)

    async def import_all(self, data: CatalogData) -> int:
        known = await self.showtimes_by_ids([showtime.id for showtime in data.showtimes])
        new = [showtime for showtime in data.showtimes if showtime.id not in known]
        changed = 0
        for collection, documents in (
            (self._cities, map(city_document, data.cities)),
            (self._cinemas, map(cinema_document, data.cinemas)),
            (self._auditoriums, map(auditorium_document, data.auditoriums)),
            (self._movies, map(movie_document, data.movies)),
        ):
            changed += await self._replace(collection, documents)
        if not new and not changed:
            return 0

        async def write(session: Session) -> None:
            if new:
                documents = [showtime_document(showtime) for showtime in new]
                await self._showtimes.insert_many(documents, session=session)
                events = [scheduled_event(showtime, data) for showtime in new]
                await self._outbox.add(*events, session=session)
            await self._version.update_one(
                {"_id": "catalog"}, {"$inc": {"number": 1}}, upsert=True, session=session
            )

        await transaction(self._database, write)
        return changed + len(new)

    async def _replace(
        self, collection: AsyncCollection[Document], documents: Iterable[Document]
    ) -> int:
        """Write the documents that are new or different; how many they were."""
        wanted = {document["_id"]: document for document in documents}
        known = {
            document["_id"]: document
            async for document in collection.find({"_id": {"$in": list(wanted)}})
        }
        different = [document for id, document in wanted.items() if known.get(id) != document]
        if different:
            await collection.bulk_write(
                [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in different]
            )
        return len(different)


async def _by_ids(
    collection: AsyncCollection[Document],
    ids: Sequence[str],
    convert: Callable[[Document], Value],
) -> dict[str, Value]:
    found = collection.find({"_id": {"$in": list(ids)}})
    return {document["_id"]: convert(document) async for document in found}


def _behind(
    field: str, request: PageRequest, read: Callable[[Any], Any] = lambda value: value
) -> Conditions:
    """What lies behind the cursor in the order of `field` and id."""
    if request.after is None:
        return {}
    value, id = read(request.after[0]), request.after[1]
    return {"$or": [{field: {"$gt": value}}, {field: value, "_id": {"$gt": id}}]}


def _from_milliseconds(value: Any) -> datetime:
    return datetime.fromtimestamp(int(value) / 1000, UTC)


def _movie_conditions(query: MovieQuery, now: datetime) -> Conditions:
    conditions: list[Mapping[str, Any]] = []
    today = now.astimezone(UTC).date().isoformat()
    released: Conditions = {"releaseDate": {"$lte": today}}
    match query.status:
        case MovieStatus.COMING_SOON:
            conditions.append({"releaseDate": {"$gt": today}})
        case MovieStatus.NOW_SHOWING:
            conditions.append(released | {"lastShowtimeAt": {"$gte": now}})
        case MovieStatus.ENDED:
            over: list[Conditions] = [{"lastShowtimeAt": None}, {"lastShowtimeAt": {"$lt": now}}]
            conditions.append(released | {"$or": over})
        case None:
            pass
    if query.words:
        *whole, last = query.words
        conditions.extend({"searchWords": word} for word in whole)
        # Words hold letters and digits only, so that nothing in them is special to a pattern.
        conditions.append({"searchWords": {"$regex": f"^{last}"}})
    if query.genre is not None:
        conditions.append({"genres": query.genre})
    if query.format is not None:
        conditions.append({"formats": query.format})
    if query.ids is not None:
        conditions.append({"_id": {"$in": sorted(query.ids)}})
    return {"$and": conditions} if conditions else {}


def _showtime_conditions(query: ShowtimeQuery, now: datetime) -> Conditions:
    equal = {
        "cityId": query.city_id,
        "cinemaId": query.cinema_id,
        "movieId": query.movie_id,
        "businessDate": query.day.isoformat() if query.day else None,
        "format": query.format,
        "audioLanguage": query.audio_language,
    }
    conditions: Conditions = {name: value for name, value in equal.items() if value is not None}
    if query.day is None:
        conditions["startsAt"] = {"$gte": now}
    return conditions | {"status": ShowtimeStatus.SCHEDULED}
