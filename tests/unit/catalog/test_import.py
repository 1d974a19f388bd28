"""Import files: every bad row is named, all is written or nothing, and twice is once."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dev.seed.catalog import import_file
from shared.ids import UlidSource
from subgraphs.catalog.api.import_files import read
from subgraphs.catalog.domain import Auditorium, Cinema, Showtime
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import ShowtimeQuery
from subgraphs.catalog.service.planning import ImportSummary
from tests.unit.catalog.conftest import NOW, Town
from tests.unit.catalog.memory import MemoryCatalogStore

DOCS = Path(__file__).parents[3] / "docs"
Content = dict[str, Any]


@pytest.fixture
def content() -> Content:
    """The documentation's own example."""
    return json.loads((DOCS / "import-example.json").read_text())


@pytest.fixture
def write(tmp_path: Path) -> Callable[[object], Path]:
    def write(content: object) -> Path:
        file = tmp_path / "programme.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return file

    return write


async def take(town: Town, file: Path) -> ImportSummary:
    return await town.planning.imports.run(read(file), lambda _step, _showtimes: None)


async def problems_of(town: Town, file: Path) -> list[tuple[str, str]]:
    """The places and codes of what is wrong with a file, of which nothing is written."""
    with pytest.raises(ImportRejected) as rejected:
        await take(town, file)
    assert town.store.number == 0
    return [(" ".join(each.path), each.code) for each in rejected.value.problems]


async def test_the_examples_are_alike_and_good(town: Town) -> None:
    assert read(DOCS / "import-example.json").showtimes[0].value == (
        read(DOCS / "import-example.csv").showtimes[0].value
    )
    summary = await take(town, DOCS / "import-example.csv")
    assert summary.new == {
        "cities": 1,
        "cinemas": 1,
        "auditoriums": 1,
        "movies": 1,
        "showtimes": 2,
    }
    again = await take(town, DOCS / "import-example.json")
    assert not any(again.new.values())
    assert not any(again.changed.values())
    assert again.kept == 2
    assert town.store.number == 1


async def test_the_demo_data_is_good_on_any_day(
    town: Town, write: Callable[[object], Path]
) -> None:
    for today in (date(2026, 4, 1), date(2026, 9, 1), NOW.date()):
        assert (await town.planning.imports.check(read(write(import_file(today))))).new["showtimes"]


async def test_the_demo_data_may_be_put_in_again_the_next_day(
    town: Town, write: Callable[[object], Path]
) -> None:
    first = import_file(date(2026, 6, 10))
    await take(town, write(first))
    summary = await take(town, write(import_file(date(2026, 6, 11))))
    assert summary.new["showtimes"] < len(first["showtimes"]) / 10
    assert summary.kept > len(first["showtimes"]) * 0.9


async def test_a_check_writes_nothing(town: Town) -> None:
    summary = await town.planning.imports.check(read(DOCS / "import-example.json"))
    assert summary.new["showtimes"] == 2
    assert town.store.number == 0


def change(path: str, value: object) -> Callable[[Content], None]:
    """Sets one value of the file, such as `movies.0.title`."""

    def apply(content: Content) -> None:
        *parents, last = path.split(".")
        at: Any = content
        for name in parents:
            at = at[int(name) if name.isdigit() else name]
        at[last] = value

    return apply


@pytest.mark.parametrize(
    ("apply", "problem"),
    [
        (change("movies.0.runtimeMinutes", 0), ("movies 1 runtimeMinutes", "GREATER_THAN_EQUAL")),
        (change("movies.0.colour", "red"), ("movies 1 colour", "EXTRA_FORBIDDEN")),
        (change("movies.0.id", "sho_1"), ("movies 1 id", "STRING_PATTERN_MISMATCH")),
        (change("cinemas.0.timezone", "Mars"), ("cinemas 1 timezone", "UNKNOWN_TIME_ZONE")),
        (
            change("cinemas.0.cityId", "cty_" + "0" * 26),
            ("cinemas 1 cityId", "UNKNOWN_REFERENCE"),
        ),
        (
            change("showtimes.1.movieId", "mov_" + "0" * 26),
            ("showtimes 2 movieId", "UNKNOWN_REFERENCE"),
        ),
        (
            change("showtimes.1.startsAt", "2026-02-01T21:00:00-06:00"),
            ("showtimes 2 startsAt", "OVERLAP"),
        ),
        (
            change("showtimes.0.startsAt", "2026-02-01T21:00:00"),
            ("showtimes 1 startsAt", "TIMEZONE_AWARE"),
        ),
        (
            change("showtimes.0.startsAt", "2026-01-09T21:00:00-06:00"),
            ("showtimes 1 startsAt", "BEFORE_RELEASE"),
        ),
        (
            change("showtimes.0.startsAt", "2029-01-01T00:00:00Z"),
            ("showtimes 1 startsAt", "TOO_FAR"),
        ),
        (change("showtimes.0.format", "IMAX"), ("showtimes 1 format", "NOT_IN_AUDITORIUM")),
        (change("showtimes.0.prices", []), ("showtimes 1 prices", "TOO_SHORT")),
        (
            change("showtimes.1.id", "sho_01J00000000000000000000001"),
            ("showtimes 2 id", "DUPLICATE"),
        ),
        (
            change("auditoriums.0.rows", [{"label": "A", "seats": "..."}]),
            ("auditoriums 1 rows 0 seats", "STRING_PATTERN_MISMATCH"),
        ),
        (
            change(
                "auditoriums.0.rows", [{"label": each, "seats": "S" * 86} for each in "ABCDEFG"]
            ),
            ("auditoriums 1 rows", "TOO_MANY_SEATS"),
        ),
        (
            change("showtimes.0.prices.0.currency", "XTS"),
            ("showtimes 1 prices 0 currency", "UNKNOWN_CURRENCY"),
        ),
        (change("movies", {}), ("programme.json", "NOT_AN_IMPORT_FILE")),
        (change("pictures", []), ("programme.json", "NOT_AN_IMPORT_FILE")),
        (change("movies", [17]), ("movies 1", "MODEL_TYPE")),
    ],
)
async def test_a_bad_row_is_named(
    town: Town,
    content: Content,
    write: Callable[[object], Path],
    apply: Callable[[Content], None],
    problem: tuple[str, str],
) -> None:
    apply(content)
    assert problem in await problems_of(town, write(content))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"movies": 1}', "[" * 100_000])
async def test_what_is_no_import_file(
    town: Town, write: Callable[[object], Path], text: str
) -> None:
    assert await problems_of(town, write(text)) == [("programme.json", "NOT_AN_IMPORT_FILE")]


async def test_every_bad_row_is_named_at_once(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    change("movies.0.title", "")(content)
    change("cinemas.0.name", 5)(content)
    change("showtimes.0.audioLanguage", "German")(content)
    change("showtimes.1.auditoriumId", "aud_" + "0" * 26)(content)
    content["showtimes"].append(content["showtimes"][1])
    assert [place for place, _ in await problems_of(town, write(content))] == [
        "cinemas 1 name",
        "movies 1 title",
        "showtimes 1 audioLanguage",
        "showtimes 3 id",
        "showtimes 2 auditoriumId",
        "showtimes 3 auditoriumId",
    ]


async def test_rules_are_checked_beside_malformed_rows(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    change("cities.0.name", "")(content)
    change("showtimes.1.format", "IMAX")(content)
    assert [place for place, _ in await problems_of(town, write(content))] == [
        "cities 1 name",
        "showtimes 2 format",
        "showtimes 2 format",
    ]


async def test_a_bad_line_of_csv_is_named_by_its_number(town: Town, tmp_path: Path) -> None:
    rows = list(csv.reader((DOCS / "import-example.csv").read_text().splitlines()))
    kinds = [row[0] for row in rows]
    rows[kinds.index("movies")][0] = "pictures"
    rows[kinds.index("showtimes")].append("one cell too many")
    file = tmp_path / "programme.csv"
    with file.open("w", newline="") as lines:
        csv.writer(lines).writerows(rows)
    problems = await problems_of(town, file)
    assert ("line 5 kind", "UNKNOWN_KIND") in problems
    assert any(place.startswith("line 6") for place, _ in problems)


async def test_every_showtime_that_reaches_into_a_long_one_is_named(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    """The second is over before the third begins, the first is not."""
    short = content["movies"][0] | {"id": "mov_01J00000000000000000000002", "runtimeMinutes": 5}
    content["movies"].append(short)
    first = content["showtimes"][0] | {"startsAt": "2026-02-01T20:00:00-06:00"}
    content["showtimes"] = [
        first,
        *(
            first | {"id": f"sho_01J0000000000000000000000{n}", "movieId": short["id"]} | start
            for n, start in (
                (7, {"startsAt": "2026-02-01T20:30:00-06:00"}),
                (8, {"startsAt": "2026-02-01T22:00:00-06:00"}),
                (9, {"startsAt": "2026-02-01T23:00:00-06:00"}),
            )
        ),
    ]
    assert await problems_of(town, write(content)) == [
        ("showtimes 2 startsAt", "OVERLAP"),
        ("showtimes 3 startsAt", "OVERLAP"),
    ]


KINDS = [("cinemas", "cin", "cityId"), ("auditoriums", "aud", "cinemaId")]


@pytest.mark.parametrize(("kind", "prefix", "within"), KINDS)
async def test_a_name_stands_in_its_place_once(
    town: Town,
    content: Content,
    write: Callable[[object], Path],
    kind: str,
    prefix: str,
    within: str,
) -> None:
    """Neither another row nor the catalog may have it already, however it is spelt."""
    (first,) = content[kind]
    content[kind].append(first | {"id": town.ids.new(prefix), "name": first["name"].upper()})
    known: Cinema | Auditorium = town.cinema if kind == "cinemas" else town.auditorium
    place = town.city.id if kind == "cinemas" else town.cinema.id
    content[kind].append(
        first | {"id": town.ids.new(prefix), "name": known.name.lower(), within: place}
    )
    with pytest.raises(ImportRejected) as rejected:
        await take(town, write(content))
    told = [(each.path, each.code, each.message) for each in rejected.value.problems]
    assert told == [
        ([f"{kind} 2", "name"], "TAKEN", f"{kind} 1 has this name there."),
        ([f"{kind} 3", "name"], "TAKEN", f"{known.id} has this name there."),
    ]
    assert town.store.number == 0


async def test_rows_may_change_names_with_one_another(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    (first,) = content["cinemas"]
    content["cinemas"].append(first | {"id": town.ids.new("cin"), "name": "The other one"})
    await take(town, write(content))
    content["cinemas"][0]["name"], content["cinemas"][1]["name"] = "The other one", first["name"]
    assert (await take(town, write(content))).changed["cinemas"] == 2


async def test_an_old_namesake_may_stay(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    """It came before there was a rule; what is said of it can still be put right."""
    await take(town, write(content))
    (first,) = content["cinemas"]
    cinema = town.store.all_cinemas[first["id"]]
    namesake = replace(cinema, id=town.ids.new("cin"))
    town.store.all_cinemas[namesake.id] = namesake
    first["address"] = "Another street"
    assert (await take(town, write(content))).changed["cinemas"] == 1


async def test_the_schedule_is_read_once_for_all_that_may_stand_on_it(
    content: Content, write: Callable[[object], Path]
) -> None:
    ids = UlidSource()
    (first,) = content["movies"]
    content["movies"] += [first | {"id": ids.new("mov")} for _ in range(5)]
    asked: list[int] = []

    class Counting(MemoryCatalogStore):
        async def showtimes_of(
            self, field: str, ids: Sequence[str], query: ShowtimeQuery, now: datetime
        ) -> list[Showtime]:
            asked.append(len(ids))
            return await super().showtimes_of(field, ids, query, now)

    town = Town(store=Counting())
    await take(town, write(content))
    for number, movie in enumerate(content["movies"]):
        movie["synopsis"] = f"Story {number}."
    assert (await take(town, write(content))).changed["movies"] == 6
    await town.planning.movies.update(town.movie.id, {"title": "Vaiana"})
    await town.planning.places.update_cinema(town.cinema.id, {"address": "Calle 21"})
    assert asked == []
    for movie in content["movies"]:
        movie["runtimeMinutes"] += 5
    assert (await take(town, write(content))).changed["movies"] == 6
    assert asked == [6]


async def test_a_showtime_may_not_reach_into_one_that_is_scheduled(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    await take(town, write(content))
    version = town.store.number
    change("showtimes.0.id", "sho_01J00000000000000000000009")(content)
    with pytest.raises(ImportRejected) as rejected:
        await take(town, write(content))
    (problem,) = rejected.value.problems
    assert (problem.path, problem.code) == (["showtimes 1", "startsAt"], "OVERLAP")
    assert "sho_01J00000000000000000000001" in problem.message
    assert town.store.number == version


async def test_what_differs_is_changed_but_showtimes_stay(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    await take(town, write(content))
    change("movies.0.synopsis", "Another story.")(content)
    change("showtimes.0.startsAt", "2026-02-05T20:00:00-06:00")(content)
    summary = await take(town, write(content))
    assert (summary.changed["movies"], summary.kept) == (1, 2)
    movie_id, showtime_id = content["movies"][0]["id"], content["showtimes"][0]["id"]
    assert town.store.all_movies[movie_id].synopsis == "Another story."
    assert town.store.all_movies[movie_id].last_showtime_at is not None
    assert town.store.all_showtimes[showtime_id].starts_at == datetime(2026, 2, 2, 2, tzinfo=UTC)


async def test_seats_do_not_change_while_they_are_sold(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    change("showtimes.0.startsAt", "2026-06-20T20:00:00-06:00")(content)
    await take(town, write(content))
    change("auditoriums.0.rows", [{"label": "A", "seats": "SSAC"}])(content)
    with pytest.raises(ImportRejected) as rejected:
        await take(town, write(content))
    assert [each.code for each in rejected.value.problems] == ["SHOWTIMES_SCHEDULED"]
