"""Changes to movies and places: what showtimes in the schedule forbid, and taken names."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.errors import InvalidInput
from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import ScreenFormat
from subgraphs.catalog.errors import MovieHasShowtimes
from tests.unit.catalog.town import BOGOTA, Town, codes


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"runtime_minutes": 101}, "runtimeMinutes"),
        ({"release_date": date(2026, 7, 1)}, "releaseDate"),
        ({"formats": frozenset({ScreenFormat.IMAX})}, "formats"),
    ],
)
async def test_a_field_on_which_showtimes_depend_does_not_change(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    assert isinstance(await town.planning.movies.update(town.movie.id, changes), Movie)
    town.store.all_movies[town.movie.id] = town.movie
    await town.planning.showtimes.schedule(town.plan())
    with pytest.raises(InvalidInput) as refused:
        await town.planning.movies.update(town.movie.id, changes)
    assert codes(refused.value.fields) == {(field, "SHOWTIMES_SCHEDULED")}


async def test_a_movie_that_is_still_to_be_shown_is_not_archived(town: Town) -> None:
    showtime = await town.planning.showtimes.schedule(town.plan())
    town.clock.moment = showtime.starts_at
    before = town.store.all_movies[town.movie.id]
    with pytest.raises(MovieHasShowtimes):
        await town.planning.movies.archive(town.movie.id)
    assert town.store.all_movies[town.movie.id] == before
    town.clock.moment += timedelta(seconds=1)
    assert (await town.planning.movies.archive(town.movie.id)).archived


async def test_a_movie_whose_showtimes_are_cancelled_is_archived(town: Town) -> None:
    showtime = await town.planning.showtimes.schedule(town.plan())
    await town.planning.showtimes.cancel(showtime.id)
    await town.planning.movies.archive(town.movie.id)
    assert town.store.all_movies[town.movie.id].archived


async def test_an_archived_movie_is_restored(town: Town) -> None:
    await town.planning.movies.archive(town.movie.id)
    restored = await town.planning.movies.restore(town.movie.id)
    assert restored == town.store.all_movies[town.movie.id] == town.movie
    version = town.store.number
    assert await town.planning.movies.restore(town.movie.id) == restored
    assert town.store.number == version
    assert await town.planning.showtimes.schedule(town.plan())


async def test_only_the_given_fields_of_a_cinema_change(town: Town) -> None:
    changed = await town.planning.places.update_cinema(
        town.cinema.id, {"name": "Gran Calima", "address": "Calle 21"}
    )
    expected = replace(town.cinema, name="Gran Calima", address="Calle 21")
    assert changed == town.store.all_cinemas[town.cinema.id] == expected


async def test_a_cinema_does_not_take_the_name_of_another(town: Town) -> None:
    details = {"address": "Calle 20", "timezone": BOGOTA}
    other = await town.planning.places.create_cinema(town.city.id, details | {"name": "Hayuelos"})
    with pytest.raises(InvalidInput) as refused:
        await town.planning.places.update_cinema(other.id, {"name": "CALIMA"})
    assert codes(refused.value.fields) == {("name", "TAKEN")}
    assert town.store.all_cinemas[other.id] == other
    spelt = await town.planning.places.update_cinema(town.cinema.id, {"name": "CALIMA"})
    assert spelt.name == "CALIMA"


async def test_an_old_duplicate_name_allows_other_changes(town: Town) -> None:
    namesake = replace(town.cinema, id=town.ids.new("cin"))
    town.store.all_cinemas[namesake.id] = namesake
    changed = await town.planning.places.update_cinema(namesake.id, {"address": "Calle 21"})
    assert changed.address == "Calle 21"


async def test_a_time_zone_does_not_change_under_showtimes(town: Town) -> None:
    await town.planning.showtimes.schedule(town.plan())
    with pytest.raises(InvalidInput) as refused:
        await town.planning.places.update_cinema(town.cinema.id, {"timezone": "Asia/Tokyo"})
    assert codes(refused.value.fields) == {("timezone", "SHOWTIMES_SCHEDULED")}


@pytest.mark.parametrize("name", ["Sala 1", " sala  1 ", "SÁLA 1"])
async def test_an_auditorium_does_not_take_the_name_of_another(town: Town, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await town.planning.places.create_auditorium(
            town.cinema.id,
            {"name": name, "formats": town.auditorium.formats, "rows": town.auditorium.rows},
        )
    assert codes(refused.value.fields) == {("name", "TAKEN")}
