"""The rows of an import file against each other and against the catalog."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from shared.ids import UlidSource
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.showtimes import Showtime, ShowtimeOwner
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import ShowtimeQuery
from tests.unit.catalog.import_files import Content, change, problems_of, run_import
from tests.unit.catalog.memory import MemoryCatalogStore
from tests.unit.catalog.town import Town


async def test_every_showtime_that_overlaps_a_long_one_is_named(
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
async def test_a_name_is_unique_in_its_place(
    town: Town,
    content: Content,
    write: Callable[[object], Path],
    kind: str,
    prefix: str,
    within: str,
) -> None:
    """Neither another row nor the catalog has it, in any spelling."""
    (first,) = content[kind]
    content[kind].append(first | {"id": town.ids.new(prefix), "name": first["name"].upper()})
    known: Cinema | Auditorium = town.cinema if kind == "cinemas" else town.auditorium
    place = town.city.id if kind == "cinemas" else town.cinema.id
    content[kind].append(
        first | {"id": town.ids.new(prefix), "name": known.name.lower(), within: place}
    )
    with pytest.raises(ImportRejected) as rejected:
        await run_import(town, write(content))
    problems = [(each.path, each.code, each.message) for each in rejected.value.problems]
    assert problems == [
        ([f"{kind} 2", "name"], "TAKEN", f"{kind} 1 has this name there."),
        ([f"{kind} 3", "name"], "TAKEN", f"{known.id} has this name there."),
    ]
    assert town.store.number == 0


async def test_rows_may_swap_names(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    (first,) = content["cinemas"]
    content["cinemas"].append(first | {"id": town.ids.new("cin"), "name": "The other one"})
    await run_import(town, write(content))
    content["cinemas"][0]["name"], content["cinemas"][1]["name"] = "The other one", first["name"]
    assert (await run_import(town, write(content))).changed["cinemas"] == 2


async def test_an_old_duplicate_name_may_stay(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    """It is older than the rule, and its other fields can still be corrected."""
    await run_import(town, write(content))
    (first,) = content["cinemas"]
    cinema = town.store.all_cinemas[first["id"]]
    namesake = replace(cinema, id=town.ids.new("cin"))
    town.store.all_cinemas[namesake.id] = namesake
    first["address"] = "Another street"
    assert (await run_import(town, write(content))).changed["cinemas"] == 1


async def test_the_schedule_is_read_once_for_all_changes_that_it_may_forbid(
    content: Content, write: Callable[[object], Path]
) -> None:
    ids = UlidSource()
    (first,) = content["movies"]
    content["movies"] += [first | {"id": ids.new("mov")} for _ in range(5)]
    asked: list[int] = []

    class Counting(MemoryCatalogStore):
        async def showtimes_of(
            self, owner: ShowtimeOwner, ids: Sequence[str], query: ShowtimeQuery, now: datetime
        ) -> list[Showtime]:
            asked.append(len(ids))
            return await super().showtimes_of(owner, ids, query, now)

    town = Town(store=Counting())
    await run_import(town, write(content))
    for number, movie in enumerate(content["movies"]):
        movie["synopsis"] = f"Story {number}."
    assert (await run_import(town, write(content))).changed["movies"] == 6
    await town.planning.movies.update(town.movie.id, {"title": "Vaiana"})
    await town.planning.places.update_cinema(town.cinema.id, {"address": "Calle 21"})
    assert asked == []
    for movie in content["movies"]:
        movie["runtimeMinutes"] += 5
    assert (await run_import(town, write(content))).changed["movies"] == 6
    assert asked == [6]


async def test_a_showtime_may_not_overlap_a_scheduled_one(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    await run_import(town, write(content))
    version = town.store.number
    change("showtimes.0.id", "sho_01J00000000000000000000009")(content)
    with pytest.raises(ImportRejected) as rejected:
        await run_import(town, write(content))
    (problem,) = rejected.value.problems
    assert (problem.path, problem.code) == (["showtimes 1", "startsAt"], "OVERLAP")
    assert "sho_01J00000000000000000000001" in problem.message
    assert town.store.number == version


async def test_seats_do_not_change_while_they_are_sold(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    change("showtimes.0.startsAt", "2026-06-20T20:00:00-06:00")(content)
    await run_import(town, write(content))
    change("auditoriums.0.rows", [{"label": "A", "seats": "SSAC"}])(content)
    with pytest.raises(ImportRejected) as rejected:
        await run_import(town, write(content))
    assert [each.code for each in rejected.value.problems] == ["SHOWTIMES_SCHEDULED"]
