"""MongoDB filters for the queries of the ports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shared.pagination import PageRequest
from subgraphs.catalog.domain.movies import MovieStatus
from subgraphs.catalog.domain.showtimes import ShowtimeStatus
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery

Conditions = dict[str, Any]


def after_cursor(
    field: str, request: PageRequest, read: Callable[[Any], Any] = lambda value: value
) -> Conditions:
    """Return the filter of what follows the cursor in the order of `field` and id.

    The range alone does not change the result: it lets an index scan begin at the cursor.
    """
    if request.after is None:
        return {}
    value, id = read(request.after[0]), request.after[1]
    either: list[Conditions] = [{field: {"$gt": value}}, {field: value, "_id": {"$gt": id}}]
    return {field: {"$gte": value}, "$or": either}


def one_of(ids: Sequence[str]) -> Any:
    """Return the condition that a field is one of `ids`.

    A single id is compared for equality. The embedded server uses an index with a range, such as
    that of a start, only after equal values: for a list of one it would read every showtime.
    """
    return ids[0] if len(ids) == 1 else {"$in": list(ids)}


def movie_conditions(query: MovieQuery, now: datetime, today: date) -> Conditions:
    """Return the filter of the movies that `query` describes."""
    conditions: list[Mapping[str, Any]] = []
    released: Conditions = {"releaseDate": {"$lte": today.isoformat()}}
    match query.status:
        case MovieStatus.COMING_SOON:
            conditions.append({"releaseDate": {"$gt": today.isoformat()}})
        case MovieStatus.NOW_SHOWING:
            conditions.append(released | {"lastShowtimeAt": {"$gte": now}})
        case MovieStatus.ENDED:
            not_to_come: list[Conditions] = [
                {"lastShowtimeAt": None},
                {"lastShowtimeAt": {"$lt": now}},
            ]
            conditions.append(released | {"$or": not_to_come})
        case None:
            pass
    # Terms are letters, digits and their marks, so nothing in them is special in a pattern.
    conditions.extend(
        {"searchWords": term.text if term.is_whole else {"$regex": f"^{term.text}"}}
        for term in query.terms
    )
    if query.genre is not None:
        conditions.append({"genres": query.genre})
    if query.format is not None:
        conditions.append({"formats": query.format})
    if query.ids is not None:
        conditions.append({"_id": {"$in": sorted(query.ids)}})
    return {"archived": False} | ({"$and": conditions} if conditions else {})


def showtime_conditions(query: ShowtimeQuery, now: datetime) -> Conditions:
    """Return the filter of the showtimes that `query` describes; cancelled ones are in no list."""
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
