"""Reading the catalog."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pymongo import ASCENDING
from pymongo.asynchronous.collection import AsyncCollection

from shared.pagination import Count, PageRequest
from shared.storage.mongo import Database, Document
from shared.turns import in_turns
from subgraphs.catalog.adapters.store import collections
from subgraphs.catalog.adapters.store.conditions import (
    Conditions,
    after_cursor,
    movie_conditions,
    one_of,
    showtime_conditions,
)
from subgraphs.catalog.adapters.store.documents import (
    has_old_title_fields,
    to_auditorium,
    to_cinema,
    to_city,
    to_movie,
    to_showtime,
)
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema, City
from subgraphs.catalog.domain.showtimes import (
    LONGEST_RUNTIME_MINUTES,
    Showtime,
    ShowtimeOwner,
    ShowtimeStatus,
    ends_at,
    occupied_until,
    slot_start,
)
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery

Value = TypeVar("Value")
_IDS_AT_A_TIME = 200
_BY_TITLE = ("sortTitle", "_id")
_BY_START = ("startsAt", "_id")
_OWNER_FIELDS = {
    ShowtimeOwner.MOVIE: "movieId",
    ShowtimeOwner.CINEMA: "cinemaId",
    ShowtimeOwner.AUDITORIUM: "auditoriumId",
}


class MongoCatalogReading:
    """The reading half of the port CatalogStore."""

    def __init__(self, database: Database) -> None:
        self._cities = database[collections.CITIES.name]
        self._cinemas = database[collections.CINEMAS.name]
        self._auditoriums = database[collections.AUDITORIUMS.name]
        self._movies = database[collections.MOVIES.name]
        self._showtimes = database[collections.SHOWTIMES.name]
        self._bookings = database[collections.BOOKINGS.name]
        self._version = database[collections.VERSION.name]

    async def version(self) -> int:
        document = await self._version.find_one(collections.CATALOG)
        return document["number"] if document else 0

    async def cities(self, country: str | None) -> list[City]:
        which: Conditions = {} if country is None else {"country": country}
        found = [to_city(document) async for document in self._cities.find(which)]
        return sorted(found, key=lambda city: (city.country, city.name))

    async def cities_by_ids(self, ids: Sequence[str]) -> dict[str, City]:
        return await _by_ids(self._cities, ids, to_city)

    async def cinemas(self, city_ids: Sequence[str] | None) -> list[Cinema]:
        which: Conditions = {} if city_ids is None else {"cityId": {"$in": list(city_ids)}}
        found = [to_cinema(document) async for document in in_turns(self._cinemas.find(which))]
        return sorted(found, key=lambda cinema: (cinema.name, cinema.id))

    async def cinemas_by_ids(self, ids: Sequence[str]) -> dict[str, Cinema]:
        return await _by_ids(self._cinemas, ids, to_cinema)

    async def auditoriums_of(self, cinema_ids: Sequence[str]) -> list[Auditorium]:
        found = self._auditoriums.find({"cinemaId": {"$in": list(cinema_ids)}})
        auditoriums = [to_auditorium(document) async for document in in_turns(found)]
        return sorted(auditoriums, key=lambda auditorium: (auditorium.name, auditorium.id))

    async def auditoriums_by_ids(self, ids: Sequence[str]) -> dict[str, Auditorium]:
        return await _by_ids(self._auditoriums, ids, to_auditorium)

    async def timezones(self, city_id: str | None) -> frozenset[str]:
        which: Conditions = {} if city_id is None else {"cityId": city_id}
        return frozenset(await self._cinemas.distinct("timezone", which))

    async def movies(
        self, query: MovieQuery, request: PageRequest, now: datetime, today: date
    ) -> tuple[list[Movie], Count]:
        which = movie_conditions(query, now, today)
        after = after_cursor("sortTitle", request)
        return await _page(self._movies, which, after, _BY_TITLE, request, to_movie)

    async def movies_released(
        self, first: date, last: date, ids: frozenset[str] | None
    ) -> list[Movie]:
        which: Conditions = {
            "archived": False,
            "releaseDate": {"$gte": first.isoformat(), "$lte": last.isoformat()},
        }
        if ids is not None:
            which["_id"] = {"$in": sorted(ids)}
        return [to_movie(document) async for document in in_turns(self._movies.find(which))]

    async def outdated_movies(self) -> list[str]:
        fields = ("title", "originalTitle", "sortTitle", "searchWords")
        # Requests are answered between the batches.
        found = self._movies.find({}, dict.fromkeys(fields, 1)).batch_size(_IDS_AT_A_TIME)
        return [document["_id"] async for document in found if has_old_title_fields(document)]

    async def movies_by_ids(self, ids: Sequence[str]) -> dict[str, Movie]:
        return await _by_ids(self._movies, ids, to_movie)

    async def movies_on(self, city_id: str, now: datetime) -> frozenset[str]:
        which = showtime_conditions(ShowtimeQuery(city_id=city_id), now)
        return frozenset(await self._showtimes.distinct("movieId", which))

    async def movies_at(
        self, cinema_ids: Sequence[str], now: datetime
    ) -> Mapping[str, frozenset[str]]:
        which = showtime_conditions(ShowtimeQuery(), now) | {"cinemaId": one_of(cinema_ids)}
        movies = {"_id": "$cinemaId", "movieIds": {"$addToSet": "$movieId"}}
        found = await self._showtimes.aggregate([{"$match": which}, {"$group": movies}])
        return {each["_id"]: frozenset(each["movieIds"]) async for each in in_turns(found)}

    async def showtimes(
        self, query: ShowtimeQuery, request: PageRequest, now: datetime
    ) -> tuple[list[Showtime], Count]:
        which = showtime_conditions(query, now)
        after = after_cursor("startsAt", request, _from_milliseconds)
        return await _page(self._showtimes, which, after, _BY_START, request, to_showtime)

    async def showtimes_of(
        self, owner: ShowtimeOwner, ids: Sequence[str], query: ShowtimeQuery, now: datetime
    ) -> list[Showtime]:
        which = showtime_conditions(query, now) | {_OWNER_FIELDS[owner]: one_of(ids)}
        return _by_start(
            [to_showtime(document) async for document in in_turns(self._showtimes.find(which))]
        )

    async def showtimes_by_ids(self, ids: Sequence[str]) -> dict[str, Showtime]:
        found: dict[str, Showtime] = {}
        # Imports ask for thousands; one filter with all ids would be slower.
        for start in range(0, len(ids), _IDS_AT_A_TIME):
            some = list(ids[start : start + _IDS_AT_A_TIME])
            found |= await _by_ids(self._showtimes, some, to_showtime)
        return found

    async def showtimes_between(
        self, cinema_id: str, first_day: date, last_day: date
    ) -> list[Showtime]:
        days = {"$gte": first_day.isoformat(), "$lte": last_day.isoformat()}
        found = self._showtimes.find(
            {"status": ShowtimeStatus.SCHEDULED, "cinemaId": cinema_id, "businessDate": days},
        )
        return _by_start([to_showtime(document) async for document in in_turns(found)])

    async def last_start(self, movie_id: str, *, without: str) -> datetime | None:
        found = self._showtimes.find(
            {"status": ShowtimeStatus.SCHEDULED, "movieId": movie_id}, {"startsAt": 1}
        )
        starts = [each["startsAt"] async for each in found if each["_id"] != without]
        return max(starts, default=None)

    async def overlapping(self, auditorium_ids: Sequence[str], slots: range) -> list[Showtime]:
        since, until = slot_start(slots.start), slot_start(slots.stop)
        # A showtime cannot overlap when even the longest movie from its start is over by then.
        reach = occupied_until(ends_at(since, LONGEST_RUNTIME_MINUTES)) - since
        found = self._showtimes.find(
            {
                "status": ShowtimeStatus.SCHEDULED,
                "auditoriumId": one_of(auditorium_ids),
                "startsAt": {"$gt": since - reach, "$lt": until},
            }
        )
        near = [to_showtime(document) async for document in in_turns(found)]
        return _by_start([each for each in near if each.slots.stop > slots.start])

    async def has_sold_seats(self, showtime_id: str) -> bool:
        found = await self._bookings.find_one({"showtimeId": showtime_id, "stands": True})
        return found is not None


async def _page(
    collection: AsyncCollection[Document],
    which: Conditions,
    after: Conditions,
    order: tuple[str, ...],
    request: PageRequest,
    convert: Callable[[Document], Value],
) -> tuple[list[Value], Count]:
    """Return up to size + 1 rows after the cursor, and what counts all of them."""
    cursor = collection.find({"$and": [which, after]} if after else which)
    cursor = cursor.sort([(field, ASCENDING) for field in order]).limit(request.size + 1)
    rows = [convert(row) async for row in in_turns(cursor)]
    return rows, lambda: collection.count_documents(which)


async def _by_ids(
    collection: AsyncCollection[Document],
    ids: Sequence[str],
    convert: Callable[[Document], Value],
) -> dict[str, Value]:
    found = collection.find({"_id": {"$in": list(ids)}})
    return {document["_id"]: convert(document) async for document in in_turns(found)}


def _by_start(showtimes: list[Showtime]) -> list[Showtime]:
    return sorted(showtimes, key=lambda showtime: (showtime.starts_at, showtime.id))


def _from_milliseconds(value: Any) -> datetime:
    return datetime.fromtimestamp(int(value) / 1000, UTC)
