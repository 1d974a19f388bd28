"""From questions to MongoDB's filters."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from shared.pagination import PageRequest
from subgraphs.catalog.domain import MovieStatus, ShowtimeStatus
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery

Conditions = dict[str, Any]


def behind(
    field: str, request: PageRequest, read: Callable[[Any], Any] = lambda value: value
) -> Conditions:
    """What lies behind the cursor in the order of `field` and id.

    The range by itself says nothing more, and lets an index begin at the cursor.
    """
    if request.after is None:
        return {}
    value, id = read(request.after[0]), request.after[1]
    either: list[Conditions] = [{field: {"$gt": value}}, {field: value, "_id": {"$gt": id}}]
    return {field: {"$gte": value}, "$or": either}


def one_of(ids: Sequence[str]) -> Any:
    """The value of a field that is one of `ids`.

    A single one stands as itself: beside a range, as of a start, the embedded server uses an
    index for values alone and would look through every showtime for a list of one.
    """
    return ids[0] if len(ids) == 1 else {"$in": list(ids)}


def movie_conditions(query: MovieQuery, now: datetime) -> Conditions:
    """The movies that `query` asks for."""
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
    return {"archived": False} | ({"$and": conditions} if conditions else {})


def showtime_conditions(query: ShowtimeQuery, now: datetime) -> Conditions:
    """The showtimes that `query` asks for; cancelled ones are in no list."""
    equal = {
        "cityId": query.city_id,
        "cinemaId": query.cinema_id,
        "movieId": query.movie_id,
        "businessDate": query.day.isoformat() if query.day else None,
        "format": query.format,
        "audioLanguage": query.audio_language,
    }
    conditions: Conditions = {"status": ShowtimeStatus.SCHEDULED}
    conditions |= {name: value for name, value in equal.items() if value is not None}
    if query.day is None:
        conditions["startsAt"] = {"$gte": now}
    return conditions
