"""A movie is released when its day begins: at the cinema, in the city, or at the first cinema."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.pagination import PageRequest
from subgraphs.catalog.domain.movies import MovieStatus
from subgraphs.catalog.ports import MovieQuery
from tests.unit.catalog.town import Town

RELEASE = date(2026, 6, 11)
ALL = PageRequest(100, None)
# Five minutes before the first showtime, at ten in the morning of the release day in Auckland. In
# Bogotá it is the afternoon before.
MORNING = datetime(2026, 6, 10, 21, 55, tzinfo=UTC)


@pytest.fixture
def auckland(town: Town) -> Town:
    """A town with a second cinema, in Auckland, that shows a movie from the release day on."""
    town.clock.moment = MORNING
    town.city = replace(town.city, id=town.ids.new("cty"), name="Auckland")
    town.cinema = replace(
        town.cinema, id=town.ids.new("cin"), city_id=town.city.id, timezone="Pacific/Auckland"
    )
    town.auditorium = replace(town.auditorium, id=town.ids.new("aud"), cinema_id=town.cinema.id)
    town.store.all_cities[town.city.id] = town.city
    town.store.all_cinemas[town.cinema.id] = town.cinema
    town.store.all_auditoriums[town.auditorium.id] = town.auditorium
    town.movie = town.add_movie("Premiere", release_date=RELEASE)
    return town


async def statuses_at(town: Town, cinema_id: str) -> dict[str, list[str]]:
    """Return the titles that a cinema lists, by the status that is asked for."""
    cinema = town.store.all_cinemas[cinema_id]
    found: dict[str, list[str]] = {}
    for status in MovieStatus:
        pages = await town.service.movies_at({cinema.id: cinema.timezone}, status, ALL)
        found[status] = [movie.title for movie in pages[cinema.id].rows]
    return found


async def titles(town: Town, status: MovieStatus, city_id: str | None) -> list[str]:
    page = await town.service.movies(MovieQuery(status=status), ALL, city_id=city_id)
    return [movie.title for movie in page.rows if movie.title == "Premiere"]


async def test_a_cinema_lists_a_premiere_before_its_first_showtime(auckland: Town) -> None:
    await auckland.planning.showtimes.schedule(auckland.plan(timedelta(minutes=5)))
    found = await statuses_at(auckland, auckland.cinema.id)
    assert found == {"COMING_SOON": [], "NOW_SHOWING": ["Premiere"], "ENDED": []}


async def test_each_cinema_has_its_own_day(auckland: Town) -> None:
    """One answer about two cinemas, for one moment."""
    town = auckland
    await town.planning.showtimes.schedule(town.plan(timedelta(minutes=5)))
    (bogota,) = (
        each for each in town.store.all_cinemas.values() if each.timezone != town.cinema.timezone
    )
    (there,) = (each for each in town.store.all_auditoriums.values() if each.cinema_id == bogota.id)
    await town.planning.showtimes.schedule(town.plan(timedelta(days=1), auditorium_id=there.id))
    zones = {each.id: each.timezone for each in (bogota, town.cinema)}
    here = await town.service.movies_at(zones, MovieStatus.NOW_SHOWING, ALL)
    assert [movie.title for movie in here[town.cinema.id].rows] == ["Premiere"]
    assert here[bogota.id].rows == []
    soon = await town.service.movies_at(zones, MovieStatus.COMING_SOON, ALL)
    assert [movie.title for movie in soon[bogota.id].rows] == ["Premiere"]


async def test_a_citys_list_is_by_its_own_day(auckland: Town) -> None:
    town = auckland
    await town.planning.showtimes.schedule(town.plan(timedelta(minutes=5)))
    assert await titles(town, MovieStatus.NOW_SHOWING, town.city.id) == ["Premiere"]
    assert await titles(town, MovieStatus.COMING_SOON, town.city.id) == []


async def test_without_a_place_the_first_cinema_counts(auckland: Town) -> None:
    town = auckland
    await town.planning.showtimes.schedule(town.plan(timedelta(minutes=5)))
    assert await titles(town, MovieStatus.NOW_SHOWING, None) == ["Premiere"]
    assert await town.service.today() == RELEASE
    town.store.all_cinemas.pop(town.cinema.id)
    assert await town.service.today() == RELEASE - timedelta(days=1)
    town.store.all_cinemas.clear()
    assert await town.service.today() == MORNING.date()


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        # A cinema's day begins at five in the morning: 17:00 UTC in Auckland's winter.
        (datetime(2026, 6, 10, 16, 59, 59, tzinfo=UTC), RELEASE - timedelta(days=1)),
        (datetime(2026, 6, 10, 17, tzinfo=UTC), RELEASE),
    ],
)
async def test_the_day_begins_at_five(auckland: Town, moment: datetime, today: date) -> None:
    auckland.clock.moment = moment
    assert await auckland.service.today(auckland.city.id) == today


async def test_premieres_are_counted_from_the_citys_day(auckland: Town) -> None:
    town = auckland
    far = town.add_movie("A month ahead", release_date=RELEASE + timedelta(days=30))
    page = await town.service.premieres(None, ALL)
    assert next(movie.title for movie in page.rows) == "Premiere"
    assert far in page.rows
    (bogota,) = (
        each.city_id for each in town.store.all_cinemas.values() if each.city_id != town.city.id
    )
    assert await town.service.today(bogota) == RELEASE - timedelta(days=1)
