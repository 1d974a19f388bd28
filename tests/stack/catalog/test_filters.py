"""Every list and filter of the API finds what a plain loop over the documents finds."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subgraphs.catalog.domain.movies import Movie, MovieStatus
from subgraphs.catalog.domain.places import ScreenFormat
from subgraphs.catalog.domain.showtimes import (
    Showtime,
    ShowtimeStatus,
    business_date,
    latest_day,
)
from tests.stack.catalog.programme import Programme, everything
from tests.unit.catalog.memory import MemoryCatalogStore

IDS = "totalCount edges { node { id } }"
SOME = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DAYS = [date.today() + timedelta(days=n) for n in range(-2, 16)]  # noqa: DTZ011 - any days do


@pytest.fixture(scope="module")
async def memory(programme: Programme) -> MemoryCatalogStore:
    return await everything(programme.catalog)


async def compare(
    found: dict[str, Any], expected: Callable[[datetime], Sequence[Showtime | Movie]], first: int
) -> None:
    """Assert that the page is the beginning of `expected`, as of now or of a minute ago."""
    ids = [edge["node"]["id"] for edge in found["edges"]]
    now = datetime.now(UTC)
    possible = [
        ([each.id for each in rows[:first]], len(rows))
        for rows in (expected(now - timedelta(minutes=1)), expected(now))
    ]
    assert (ids, found["totalCount"]) in possible


def showtimes(
    memory: MemoryCatalogStore, now: datetime, conditions: dict[str, Any]
) -> list[Showtime]:
    """Return the scheduled showtimes that meet every condition; without a day, those to come."""
    wanted = {name: value for name, value in conditions.items() if value is not None}
    found = [
        each
        for each in memory.all_showtimes.values()
        if each.status is ShowtimeStatus.SCHEDULED
        and all(getattr(each, name) == value for name, value in wanted.items())
        and ("business_date" in wanted or each.starts_at >= now)
    ]
    return sorted(found, key=lambda each: (each.starts_at, each.id))


def today_in(memory: MemoryCatalogStore, now: datetime, city_id: str | None) -> date:
    """Return the last day that has begun at a cinema of the city, or of any."""
    cinemas = memory.all_cinemas.values()
    return latest_day(now, {each.timezone for each in cinemas if city_id in (None, each.city_id)})


def by_title(movies: Iterable[Movie]) -> list[Movie]:
    found = (movie for movie in movies if not movie.archived)
    return sorted(found, key=lambda movie: (movie.sort_title, movie.id))


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


@given(data=st.data())
@SOME
async def test_showtimes(
    programme: Programme, memory: MemoryCatalogStore, data: st.DataObject
) -> None:
    on = data.draw(st.none() | st.sampled_from(DAYS))
    wanted = {
        "city_id": data.draw(st.none() | st.sampled_from([*memory.all_cities, "cty_none"])),
        "cinema_id": data.draw(st.none() | st.sampled_from([*memory.all_cinemas])),
        "movie_id": data.draw(st.none() | st.sampled_from([*memory.all_movies])),
        "business_date": on,
        "format": data.draw(st.none() | st.sampled_from([*ScreenFormat])),
        "audio_language": data.draw(st.none() | st.sampled_from(["es", "en", "fr"])),
    }
    first = data.draw(st.integers(1, 100))
    filter = {
        "cityId": wanted["city_id"],
        "cinemaId": wanted["cinema_id"],
        "movieId": wanted["movie_id"],
        "date": day(on),
        "format": wanted["format"],
        "audioLanguage": wanted["audio_language"],
    }
    query = (
        "query($f: ShowtimeFilter, $first: Int) { showtimes(filter: $f, first: $first) {"
        f" {IDS} }} }}"
    )
    found = await programme.ask(query, f=filter, first=first)
    await compare(found["showtimes"], lambda now: showtimes(memory, now, wanted), first)


@given(data=st.data())
@SOME
async def test_showtimes_of_a_movie(
    programme: Programme, memory: MemoryCatalogStore, data: st.DataObject
) -> None:
    id = data.draw(st.sampled_from([*memory.all_movies]))
    city_id = data.draw(st.none() | st.sampled_from([*memory.all_cities]))
    cinema_id = data.draw(st.none() | st.sampled_from([*memory.all_cinemas]))
    on = data.draw(st.none() | st.sampled_from(DAYS))
    query = (
        "query($id: ID!, $city: ID, $cinema: ID, $date: Date) { movie(id: $id) {"
        f" showtimes(cityId: $city, cinemaId: $cinema, date: $date) {{ {IDS} }} }} }}"
    )
    found = await programme.ask(query, id=id, city=city_id, cinema=cinema_id, date=day(on))
    wanted = {"movie_id": id, "city_id": city_id, "cinema_id": cinema_id, "business_date": on}
    await compare(found["movie"]["showtimes"], lambda now: showtimes(memory, now, wanted), 50)


@given(data=st.data())
@SOME
async def test_showtimes_and_movies_of_a_cinema(
    programme: Programme, memory: MemoryCatalogStore, data: st.DataObject
) -> None:
    id = data.draw(st.sampled_from([*memory.all_cinemas]))
    movie_id = data.draw(st.none() | st.sampled_from([*memory.all_movies]))
    format = data.draw(st.none() | st.sampled_from([*ScreenFormat]))
    on = data.draw(st.none() | st.sampled_from(DAYS))
    status = data.draw(st.none() | st.sampled_from([*MovieStatus]))
    query = (
        "query($id: ID!, $movie: ID, $format: ScreenFormat, $date: Date, $status: MovieStatus) {"
        f" cinema(id: $id) {{ movies(status: $status) {{ {IDS} }}"
        f" showtimes(movieId: $movie, format: $format, date: $date) {{ {IDS} }} }} }}"
    )
    found = await programme.ask(
        query, id=id, movie=movie_id, format=format, date=day(on), status=status
    )
    wanted = {"cinema_id": id, "movie_id": movie_id, "format": format, "business_date": on}
    await compare(found["cinema"]["showtimes"], lambda now: showtimes(memory, now, wanted), 50)

    def movies(now: datetime) -> list[Movie]:
        on_here = {each.movie_id for each in showtimes(memory, now, {"cinema_id": id})}
        movies = (memory.all_movies[movie_id] for movie_id in on_here)
        today = business_date(now, memory.all_cinemas[id].timezone)
        return by_title(each for each in movies if status in (None, each.status(now, today)))

    await compare(found["cinema"]["movies"], movies, 20)


@given(data=st.data())
@SOME
async def test_movies(
    programme: Programme, memory: MemoryCatalogStore, data: st.DataObject
) -> None:
    status = data.draw(st.none() | st.sampled_from([*MovieStatus]))
    genres = {genre for each in memory.all_movies.values() for genre in each.genres}
    genre = data.draw(st.none() | st.sampled_from([*sorted(genres), "No genre"]))
    format = data.draw(st.none() | st.sampled_from([*ScreenFormat]))
    city_id = data.draw(st.none() | st.sampled_from([*memory.all_cities, "cty_none"]))
    first = data.draw(st.integers(1, 30))
    query = (
        f"query($f: MovieFilter, $first: Int) {{ movies(filter: $f, first: $first) {{ {IDS} }} }}"
    )
    filter = {"status": status, "genre": genre, "format": format, "cityId": city_id}
    found = await programme.ask(query, f=filter, first=first)

    def movies(now: datetime) -> list[Movie]:
        on = {each.movie_id for each in showtimes(memory, now, {"city_id": city_id})}
        today = today_in(memory, now, city_id)
        return by_title(
            each
            for each in memory.all_movies.values()
            if status in (None, each.status(now, today))
            and (genre is None or genre in each.genres)
            and (format is None or format in each.formats)
            and (city_id is None or each.id in on)
        )

    await compare(found["movies"], movies, first)


async def test_premieres(programme: Programme, memory: MemoryCatalogStore) -> None:
    query = f"query($city: ID) {{ premieres(cityId: $city, first: 100) {{ {IDS} }} }}"
    for city_id in (None, *memory.all_cities):
        found = await programme.ask(query, city=city_id)

        def movies(now: datetime, city_id: str | None = city_id) -> list[Movie]:
            on = {each.movie_id for each in showtimes(memory, now, {"city_id": city_id})}
            today = today_in(memory, now, city_id)

            def days_away(movie: Movie) -> int:
                return abs((movie.release_date - today).days)

            movies = (
                each
                for each in memory.all_movies.values()
                if not each.archived
                and days_away(each) <= 30
                and (city_id is None or each.id in on)
            )
            return sorted(movies, key=lambda movie: (days_away(movie), movie.id))

        await compare(found["premieres"], movies, 100)
