"""Every query is served by an index, with 20,000 showings and 2,000 films in the data."""

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
from shared.mongo import Database, Document, ensure_collections
from shared.pagination import PageRequest
from subgraphs.catalog.documents import movie_document, showtime_document
from subgraphs.catalog.domain import (
    MovieStatus,
    ScreenFormat,
    Showtime,
    ShowtimeStatus,
    ends_at,
    slots,
)
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery
from subgraphs.catalog.store import COLLECTIONS
from subgraphs.catalog.store.reading import MongoCatalogReading
from tests.stack.catalog.programme import Recorder
from tests.unit.catalog.conftest import Town

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIRST = PageRequest(50, None)
MOVIES, SHOWTIMES, CINEMAS = 2_000, 20_000, 100
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
            town.film(title, release_date=released, last_showtime_at=NOW)
        large.movie_ids = list(town.store.all_movies)
        films = [movie_document(each) for each in town.store.all_movies.values()]
        await database["movies"].insert_many(films)
        for start in range(0, SHOWTIMES, 2_000):
            numbers = range(start, start + 2_000)
            await database["showtimes"].insert_many([showing(large, n) for n in numbers])
        yield large


def showing(large: Large, number: int) -> Document:
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
    # The index over slots serves no question, and would take most of the time to fill.
    del document["slots"]
    return document


def showtimes(**query: Any) -> Question:
    return lambda store: store.showtimes(ShowtimeQuery(**query), FIRST, NOW)


def movies(**query: Any) -> Question:
    return lambda store: store.movies(MovieQuery(**query), FIRST, NOW)


QUESTIONS: dict[str, Question] = {
    "showings of a cinema": showtimes(cinema_id=cinema(7)),
    "showings of a cinema on a day": showtimes(cinema_id=cinema(7), day=date(2026, 6, 3)),
    "showings of a city": showtimes(city_id=f"cty_{3:026}"),
    "showings of a day": showtimes(day=date(2026, 6, 3)),
    "showings in a format": showtimes(format=ScreenFormat.STANDARD_2D, audio_language="es"),
    "showings of many cinemas": lambda store: store.showtimes_of(
        "cinemaId", [cinema(n) for n in range(10)], ShowtimeQuery(), NOW
    ),
    "showings of one film": lambda store: store.showtimes_of(
        "movieId", ["mov_1"], ShowtimeQuery(), NOW
    ),
    "showings by id": lambda store: store.showtimes_by_ids(["sho_1", "sho_2"]),
    "showings of a week": lambda store: store.showtimes_between(
        cinema(7), date(2026, 6, 1), date(2026, 6, 7)
    ),
    "the last showing of a film": lambda store: store.last_start("mov_1", without="sho_1"),
    "what takes an auditorium": lambda store: store.overlapping(
        [f"aud_{5:026}"], slots(NOW, NOW + timedelta(hours=3))
    ),
    "films on in a city": lambda store: store.movies_on(
        city_id=f"cty_{3:026}", cinema_id=None, now=NOW
    ),
    "films by title": movies(),
    "films by the start of a word": movies(words=("sola", "mar")),
    "films of a genre": movies(genre="Animation"),
    "films in a format": movies(format=ScreenFormat.STANDARD_2D),
    "films to come": movies(status=MovieStatus.COMING_SOON),
    "premieres": lambda store: store.movies_released(date(2026, 5, 1), date(2026, 7, 1), None),
    "films by id": lambda store: store.movies_by_ids(["mov_1"]),
    "cinemas of cities": lambda store: store.cinemas([f"cty_{3:026}"]),
    "auditoriums of cinemas": lambda store: store.auditoriums_of([cinema(7)]),
    "cities of a country": lambda store: store.cities("Chile"),
    "bookings of a showing": lambda store: store.has_sold_seats("sho_1"),
}


# The embedded server's `explain` knows an index only for equalities on its first fields, with at
# most one range behind them; MongoDB's own also for the rest.
TOLD = {
    "showings of a cinema",
    "showings of a city",
    "showings of a day",
    "showings of one film",
    "the last showing of a film",
    "what takes an auditorium",
    "films by title",
    "films by id",
    "cinemas of cities",
    "auditoriums of cinemas",
    "cities of a country",
    "bookings of a showing",
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
        if name in TOLD or await is_mongodb(large.database):
            assert "IXSCAN" in stages or "IDHACK" in stages, stages


def read_of(
    command: Mapping[str, Any],
) -> tuple[str, Mapping[str, Any], Sequence[str]] | None:
    """The collection that a command reads, by which filter and in which order; None if none."""
    if "find" in command:
        return command["find"], command["filter"], [*command.get("sort", {})]
    if "distinct" in command:
        return command["distinct"], command["query"], ()
    if "aggregate" in command:  # a count
        return command["aggregate"], command["pipeline"][0]["$match"], ()
    return None


def serving(filter: Mapping[str, Any], order: Sequence[str], collection: str) -> str | None:
    """The index whose first fields the filter fixes, or that gives the order that is asked for."""
    fields = {*fixed(filter), *order[:1]}
    if "_id" in fields:
        return "_id_"
    (spec,) = (each for each in COLLECTIONS if each.name == collection)
    for index in spec.indexes:
        key: Mapping[str, int] = index.document["key"]
        used = set(itertools.takewhile(fields.__contains__, key))
        # What every list has says little, unless nothing else is asked.
        if used - {"status", "archived"} or (used and used == fields):
            return index.document["name"]
    return None


def fixed(filter: Mapping[str, Any]) -> set[str]:
    """The fields that the filter limits to values or a range, whatever else it asks."""
    parts: Iterable[Mapping[str, Any]] = filter.get("$and", ())
    return {field for field in filter if not field.startswith("$")}.union(*map(fixed, parts))


async def is_mongodb(database: Database) -> bool:
    """Whether it is MongoDB itself, and not the embedded server."""
    return "secantus" not in str(await database.command("buildInfo")).casefold()
