"""Every query is served by an index, with 20,000 showtimes and 10,000 movies in the data."""

import itertools
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient

from dev.stack import Stack
from dev.upstream import resolve
from shared.ids import UlidSource
from shared.pagination import PageRequest
from shared.storage.mongo import Database, Document, ensure_collections
from shared.text.search import Term
from subgraphs.catalog.adapters.store import COLLECTIONS
from subgraphs.catalog.adapters.store.conditions import movie_conditions
from subgraphs.catalog.adapters.store.documents import movie_document, showtime_document
from subgraphs.catalog.adapters.store.reading import MongoCatalogReading
from subgraphs.catalog.domain.movies import MovieStatus
from subgraphs.catalog.domain.places import ScreenFormat
from subgraphs.catalog.domain.showtimes import (
    Showtime,
    ShowtimeOwner,
    ShowtimeStatus,
    ends_at,
    slots,
)
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery
from tests.stack.catalog.programme import Recorder
from tests.unit.catalog.town import Town

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIRST = PageRequest(50, None)
AFTER_TITLE = PageRequest(50, ("mara", "mov_1"))
AFTER_START = PageRequest(50, (round(NOW.timestamp() * 1000) + 86_400_000, "sho_1"))
MOVIES, SHOWTIMES, CINEMAS = 10_000, 20_000, 100
Question = Callable[[MongoCatalogReading], Awaitable[object]]


def cinema(number: int) -> str:
    return f"cin_{number:026}"


class Large:
    """A large catalog in a database of its own."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        self.database = database
        self.store = MongoCatalogReading(database)
        self.recorder = recorder
        self.movie_ids: list[str] = []


@pytest.fixture(scope="module")
async def large(stack: Stack) -> AsyncGenerator[Large]:
    _, admin = resolve(stack.ports, stack.folders)
    recorder = Recorder()
    async with AsyncMongoClient[Document](
        admin.get().mongo_url, directConnection=True, tz_aware=True, event_listeners=[recorder]
    ) as client:
        database = client["large_catalog"]
        await ensure_collections(database, COLLECTIONS)
        large = Large(database, recorder)
        town, chance = Town(), random.Random(1)
        words = [f"{a}{b}" for a in ("sol", "mar", "luz", "rey") for b in ("a", "ero", "ino")]
        for _ in range(MOVIES):
            released = date(2026, 6, 1) + timedelta(days=chance.randrange(-2_000, 200))
            title = " ".join(chance.sample(words, 3))
            original = "".join(chance.sample("千と尋の神隠し夜空映画物語東京", 8))
            town.add_movie(
                title, original_title=original, release_date=released, last_showtime_at=NOW
            )
        large.movie_ids = list(town.store.all_movies)
        movies = [movie_document(each) for each in town.store.all_movies.values()]
        await database["movies"].insert_many(movies)
        for start in range(0, SHOWTIMES, 2_000):
            numbers = range(start, start + 2_000)
            await database["showtimes"].insert_many([showtime(large, n) for n in numbers])
        yield large


def showtime(large: Large, number: int) -> Document:
    starts_at = NOW + timedelta(hours=3 * (number // (2 * CINEMAS)))
    document = showtime_document(
        Showtime(
            id=UlidSource().new("sho"),
            movie_id=large.movie_ids[number % MOVIES],
            cinema_id=cinema(number % CINEMAS),
            city_id=f"cty_{number % 30:026}",
            auditorium_id=f"aud_{number % (2 * CINEMAS):026}",
            starts_at=starts_at,
            ends_at=ends_at(starts_at, 100),
            business_date=starts_at.date(),
            format=ScreenFormat.STANDARD_2D,
            audio_language="es",
            subtitle_language=None,
            prices=(),
            status=ShowtimeStatus.SCHEDULED,
        )
    )
    # The index over slots serves no query, and would take most of the time to fill.
    del document["slots"]
    return document


def showtimes(request: PageRequest = FIRST, **query: Any) -> Question:
    async def page_and_count(store: MongoCatalogReading) -> None:
        _, count = await store.showtimes(ShowtimeQuery(**query), request, NOW)
        await count()

    return page_and_count


def movies(request: PageRequest = FIRST, **query: Any) -> Question:
    async def page_and_count(store: MongoCatalogReading) -> None:
        _, count = await store.movies(MovieQuery(**query), request, NOW, NOW.date())
        await count()

    return page_and_count


QUESTIONS: dict[str, Question] = {
    "showtimes of a cinema": showtimes(cinema_id=cinema(7)),
    "showtimes of a cinema on a day": showtimes(cinema_id=cinema(7), day=date(2026, 6, 3)),
    "showtimes of a city": showtimes(city_id=f"cty_{3:026}"),
    "showtimes of a day": showtimes(day=date(2026, 6, 3)),
    "showtimes in a format": showtimes(format=ScreenFormat.STANDARD_2D, audio_language="es"),
    "showtimes after a cursor": showtimes(AFTER_START),
    "showtimes of a cinema after a cursor": showtimes(AFTER_START, cinema_id=cinema(7)),
    "showtimes of a day after a cursor": showtimes(AFTER_START, day=date(2026, 6, 3)),
    "showtimes of many cinemas": lambda store: store.showtimes_of(
        ShowtimeOwner.CINEMA, [cinema(n) for n in range(10)], ShowtimeQuery(), NOW
    ),
    "showtimes of one movie": lambda store: store.showtimes_of(
        ShowtimeOwner.MOVIE, ["mov_1"], ShowtimeQuery(), NOW
    ),
    "showtimes of an auditorium": lambda store: store.showtimes_of(
        ShowtimeOwner.AUDITORIUM, [f"aud_{5:026}"], ShowtimeQuery(), NOW
    ),
    "showtimes by id": lambda store: store.showtimes_by_ids(["sho_1", "sho_2"]),
    "showtimes of a week": lambda store: store.showtimes_between(
        cinema(7), date(2026, 6, 1), date(2026, 6, 7)
    ),
    "the last showtime of a movie": lambda store: store.last_start("mov_1", without="sho_1"),
    "what takes an auditorium": lambda store: store.overlapping(
        [f"aud_{5:026}"], slots(NOW, NOW + timedelta(hours=3))
    ),
    "movies on in a city": lambda store: store.movies_on(f"cty_{3:026}", NOW),
    "movies on in a cinema": lambda store: store.movies_at([cinema(7)], NOW),
    "movies on in many cinemas": lambda store: store.movies_at([cinema(n) for n in range(10)], NOW),
    "movies by title": movies(),
    "movies after a cursor": movies(AFTER_TITLE),
    "movies of a genre after a cursor": movies(AFTER_TITLE, genre="Animation"),
    "some movies by title": movies(ids=frozenset({"mov_1", "mov_2"})),
    "some movies that are on": movies(ids=frozenset({"mov_1"}), status=MovieStatus.NOW_SHOWING),
    "movies by the start of a word": movies(
        terms=(Term("sola", is_whole=True), Term("mar", is_whole=False))
    ),
    "movies by a part of a title without spaces": movies(terms=(Term("千尋", is_whole=False),)),
    "movies of a genre": movies(genre="Animation"),
    "movies in a format": movies(format=ScreenFormat.STANDARD_2D),
    "movies to come": movies(status=MovieStatus.COMING_SOON),
    "movies that are on": movies(status=MovieStatus.NOW_SHOWING),
    "movies that are on in a format": movies(
        status=MovieStatus.NOW_SHOWING, format=ScreenFormat.STANDARD_2D
    ),
    "movies that were on": movies(status=MovieStatus.ENDED),
    "premieres": lambda store: store.movies_released(date(2026, 5, 1), date(2026, 7, 1), None),
    "movies by id": lambda store: store.movies_by_ids(["mov_1"]),
    "cities by id": lambda store: store.cities_by_ids(["cty_1", "cty_2"]),
    "cinemas by id": lambda store: store.cinemas_by_ids([cinema(7)]),
    "auditoriums by id": lambda store: store.auditoriums_by_ids([f"aud_{5:026}"]),
    "cinemas of cities": lambda store: store.cinemas([f"cty_{3:026}"]),
    "auditoriums of cinemas": lambda store: store.auditoriums_of([cinema(7)]),
    "time zones of a city": lambda store: store.timezones(f"cty_{3:026}"),
    "cities of a country": lambda store: store.cities("Chile"),
    "bookings of a showtime": lambda store: store.has_sold_seats("sho_1"),
}


# The embedded server's `explain` knows an index only for equalities on its first fields, followed
# by at most one range; that of MongoDB knows it for other filters too.
EXPLAINED = {
    "showtimes of a cinema",
    "showtimes of a city",
    "showtimes of a day",
    "showtimes of one movie",
    "the last showtime of a movie",
    "what takes an auditorium",
    "movies by title",
    "movies by id",
    "cinemas of cities",
    "auditoriums of cinemas",
    "cities of a country",
    "bookings of a showtime",
}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.timeout(400)
async def test_an_index_serves(large: Large, name: str) -> None:
    large.recorder.commands.clear()
    await QUESTIONS[name](large.store)
    asked = [read for each in large.recorder.commands if (read := read_of(each))]
    assert asked
    for collection, filter, order in asked:
        assert serving(filter, order, collection), f"no index serves {filter}"
        plan = await large.database.command("explain", {"find": collection, "filter": filter})
        stages = str(plan["queryPlanner"]["winningPlan"])
        if name in EXPLAINED or await is_mongodb(large.database):
            assert "IXSCAN" in stages or "IDHACK" in stages, stages


def read_of(
    command: Mapping[str, Any],
) -> tuple[str, Mapping[str, Any], Sequence[str]] | None:
    """Return the collection that a command reads, its filter and its order; None for a write."""
    if "find" in command:
        return command["find"], command["filter"], [*command.get("sort", {})]
    if "distinct" in command:
        return command["distinct"], command["query"], ()
    if "aggregate" in command:  # a count
        return command["aggregate"], command["pipeline"][0]["$match"], ()
    return None


def serving(filter: Mapping[str, Any], order: Sequence[str], collection: str) -> list[str]:
    """Return the indexes that serve the filter.

    Their first fields are ones that the filter fixes, and one of them is more than what every
    list has. A filter that asks for nothing more is served by an index that gives the order.
    """
    fields = fixed(filter)
    asked = fields - {"status", "archived"}
    if "_id" in asked:
        return ["_id_"]
    known = fields if asked else {*fields, *order[:1]}
    (spec,) = (each for each in COLLECTIONS if each.name == collection)
    first_fields = {
        index.document["name"]: {*itertools.takewhile(known.__contains__, index.document["key"])}
        for index in spec.indexes
    }
    return [
        name for name, first in first_fields.items() if (first & asked if asked else first == known)
    ]


ON = movie_conditions(MovieQuery(status=MovieStatus.NOW_SHOWING), NOW, NOW.date())


@pytest.mark.parametrize(
    ("filter", "order", "index"),
    [
        ({"archived": False}, ["sortTitle"], "title"),
        ({"archived": False, "genres": "Drama"}, ["sortTitle"], "genre"),
        (ON, ["sortTitle"], "last-showtime"),
        ({"archived": False, "synopsis": "It passes."}, ["sortTitle"], None),
        ({"synopsis": "It passes."}, [], None),
    ],
)
def test_an_order_does_not_make_up_for_a_filter(
    filter: Document, order: list[str], index: str | None
) -> None:
    found = serving(filter, order, "movies")
    assert index in found if index else not found


def fixed(filter: Mapping[str, Any]) -> set[str]:
    """Return the fields that the filter limits to values or to a range."""
    parts: Iterable[Mapping[str, Any]] = filter.get("$and", ())
    return {field for field in filter if not field.startswith("$")}.union(*map(fixed, parts))


async def is_mongodb(database: Database) -> bool:
    """Tell whether the server is MongoDB itself, not the embedded server."""
    return "secantus" not in str(await database.command("buildInfo")).casefold()
