"""The collections, with the rules that MongoDB enforces and the indexes of every query."""

from pymongo import ASCENDING, IndexModel

from shared.storage.mongo import CollectionSpec
from subgraphs.catalog.domain.places import ScreenFormat
from subgraphs.catalog.domain.showtimes import LONGEST_RUNTIME_MINUTES, ShowtimeStatus

_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _index(name: str, *fields: str) -> IndexModel:
    return IndexModel([(field, ASCENDING) for field in fields], name=name)


CITIES = CollectionSpec(
    "cities",
    schema={
        "bsonType": "object",
        "required": ["name", "state", "country"],
        "properties": {"_id": {"bsonType": "string", "pattern": "^cty_"}},
    },
    indexes=[_index("country", "country")],
)
CINEMAS = CollectionSpec(
    "cinemas",
    schema={
        "bsonType": "object",
        "required": ["cityId", "name", "address", "timezone"],
        "properties": {"_id": {"bsonType": "string", "pattern": "^cin_"}},
    },
    indexes=[_index("city", "cityId")],
)
AUDITORIUMS = CollectionSpec(
    "auditoriums",
    schema={
        "bsonType": "object",
        "required": ["cinemaId", "name", "formats", "rows"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^aud_"},
            "formats": {"bsonType": "array", "minItems": 1},
            "rows": {"bsonType": "array", "minItems": 1},
        },
    },
    indexes=[_index("cinema", "cinemaId")],
)
MOVIES = CollectionSpec(
    "movies",
    schema={
        "bsonType": "object",
        "required": ["title", "sortTitle", "searchWords", "runtimeMinutes", "releaseDate"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^mov_"},
            "title": {"bsonType": "string", "minLength": 1, "maxLength": 200},
            "runtimeMinutes": {
                "bsonType": ["int", "long"],
                "minimum": 1,
                "maximum": LONGEST_RUNTIME_MINUTES,
            },
            "releaseDate": {"bsonType": "string", "pattern": _DAY},
            "formats": {
                "bsonType": "array",
                "items": {"enum": [each.value for each in ScreenFormat]},
            },
            "archived": {"bsonType": "bool"},
        },
    },
    # Archived movies are in no list, so each index begins with `archived`.
    indexes=[
        _index("title", "archived", "sortTitle", "_id"),
        _index("search", "archived", "searchWords", "sortTitle", "_id"),
        _index("genre", "archived", "genres", "sortTitle", "_id"),
        _index("format", "archived", "formats", "sortTitle", "_id"),
        _index("release", "archived", "releaseDate", "_id"),
        # Few of all movies are on: they are found first and sorted then.
        _index("last-showtime", "archived", "lastShowtimeAt", "releaseDate"),
    ],
)
SHOWTIMES = CollectionSpec(
    "showtimes",
    schema={
        "bsonType": "object",
        "required": [
            "movieId",
            "cinemaId",
            "auditoriumId",
            "startsAt",
            "endsAt",
            "businessDate",
            "status",
        ],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^sho_"},
            "startsAt": {"bsonType": "date"},
            "endsAt": {"bsonType": "date"},
            "businessDate": {"bsonType": "string", "pattern": _DAY},
            "slots": {"bsonType": "array", "minItems": 1},
            "status": {"enum": [status.value for status in ShowtimeStatus]},
        },
    },
    # Every list has a status, so it comes first: a count never leaves the index.
    indexes=[
        *(
            _index(field, "status", field, "startsAt", "_id")
            for field in ("cinemaId", "movieId", "cityId", "businessDate", "auditoriumId")
        ),
        _index("start", "status", "startsAt", "_id"),
        # No two showtimes that take place share a five-minute slot of an auditorium. MongoDB has
        # no exclusion constraint; a unique index over the elements of an array is one
        # (docs/adr/0008).
        IndexModel(
            [("auditoriumId", ASCENDING), ("slots", ASCENDING)],
            name="no-overlap",
            unique=True,
            # A cancelled showtime has no slots.
            partialFilterExpression={"slots": {"$exists": True}},
        ),
    ],
)
BOOKINGS = CollectionSpec("bookings", indexes=[_index("showtime", "showtimeId", "stands")])
VERSION = CollectionSpec("version")
CATALOG = {"_id": "catalog"}
"""The one document of VERSION: `number`, and `completing` while a large commit is completed."""

COLLECTIONS = (CITIES, CINEMAS, AUDITORIUMS, MOVIES, SHOWTIMES, BOOKINGS, VERSION)
