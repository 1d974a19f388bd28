"""Imports: what is new or different is written, and a second import changes nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from dev.seed.catalog import import_file
from subgraphs.catalog.api.import_files.files import read_import_file
from tests.unit.catalog.import_files import (
    EXAMPLE_CSV,
    EXAMPLE_JSON,
    Content,
    change,
    run_import,
)
from tests.unit.catalog.town import NOW, Town


async def test_the_documented_examples_are_equal_and_valid(town: Town) -> None:
    assert read_import_file(EXAMPLE_JSON).showtimes[0].value == (
        read_import_file(EXAMPLE_CSV).showtimes[0].value
    )
    summary = await run_import(town, EXAMPLE_CSV)
    assert summary.new == {
        "cities": 1,
        "cinemas": 1,
        "auditoriums": 1,
        "movies": 1,
        "showtimes": 2,
    }
    again = await run_import(town, EXAMPLE_JSON)
    assert not any(again.new.values())
    assert not any(again.changed.values())
    assert again.kept == 2
    assert town.store.number == 1


async def test_tickets_that_cost_nothing_are_imported(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    for price in content["showtimes"][0]["prices"]:
        price["amountMinor"] = 0
    summary = await run_import(town, write(content))
    assert summary.new["showtimes"] == 2
    id = content["showtimes"][0]["id"]
    assert {each.price.amount_minor for each in town.store.all_showtimes[id].prices} == {0}


async def test_the_demo_data_is_valid_on_any_day(
    town: Town, write: Callable[[object], Path]
) -> None:
    for today in (date(2026, 4, 1), date(2026, 9, 1), NOW.date()):
        assert (await town.planning.imports.check(read_import_file(write(import_file(today))))).new[
            "showtimes"
        ]


async def test_the_demo_data_may_be_imported_again_the_next_day(
    town: Town, write: Callable[[object], Path]
) -> None:
    first = import_file(date(2026, 6, 10))
    await run_import(town, write(first))
    summary = await run_import(town, write(import_file(date(2026, 6, 11))))
    assert summary.new["showtimes"] < len(first["showtimes"]) / 10
    assert summary.kept > len(first["showtimes"]) * 0.9


async def test_a_check_writes_nothing(town: Town) -> None:
    summary = await town.planning.imports.check(read_import_file(EXAMPLE_JSON))
    assert summary.new["showtimes"] == 2
    assert town.store.number == 0


async def test_different_rows_are_changed_but_showtimes_stay(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    await run_import(town, write(content))
    change("movies.0.synopsis", "Another story.")(content)
    change("showtimes.0.startsAt", "2026-02-05T20:00:00-06:00")(content)
    summary = await run_import(town, write(content))
    assert (summary.changed["movies"], summary.kept) == (1, 2)
    movie_id, showtime_id = content["movies"][0]["id"], content["showtimes"][0]["id"]
    assert town.store.all_movies[movie_id].synopsis == "Another story."
    assert town.store.all_movies[movie_id].last_showtime_at is not None
    assert town.store.all_showtimes[showtime_id].starts_at == datetime(2026, 2, 2, 2, tzinfo=UTC)
