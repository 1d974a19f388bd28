"""The catalog answers what a plain loop over its documents finds."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.pagination import PageRequest
from shared.text.search import query_terms
from subgraphs.catalog.domain.movies import MovieStatus
from subgraphs.catalog.domain.places import ScreenFormat
from subgraphs.catalog.domain.showtimes import ShowtimeOwner
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery
from tests.stack.catalog.programme import Programme, everything
from tests.unit.catalog.memory import MemoryCatalogStore

LIST = "totalCount pageInfo { hasNextPage endCursor } edges { node { id } }"
SOME = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
async def memory(programme: Programme) -> MemoryCatalogStore:
    return await everything(programme.catalog)


async def whole(programme: Programme, query: str, *path: str, **variables: Any) -> list[str]:
    """Return the ids of a whole list, read page by page."""
    ids: list[str] = []
    after = None
    while True:
        page = await programme.ask(query, **variables, after=after)
        for name in path:
            page = page[name]
        ids += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(ids)
            return ids
        after = page["pageInfo"]["endCursor"]


async def test_each_movie_and_cinema_has_its_own_showtimes(
    programme: Programme, memory: MemoryCatalogStore
) -> None:
    now = datetime.now(UTC)
    for name, owner, ids in (
        ("movie", ShowtimeOwner.MOVIE, memory.all_movies),
        ("cinema", ShowtimeOwner.CINEMA, memory.all_cinemas),
    ):
        query = (
            f"query($id: ID!, $after: String) {{ {name}(id: $id) {{"
            f" showtimes(first: 100, after: $after) {{ {LIST} }} }} }}"
        )
        for id in ids:
            found = await whole(programme, query, name, "showtimes", id=id)
            expected = await memory.showtimes_of(owner, [id], ShowtimeQuery(), now)
            # A showtime that begins during the test is in one of the two only.
            soon = {each.id for each in expected if each.starts_at < now + timedelta(minutes=2)}
            assert [each for each in found if each not in soon] == [
                each.id for each in expected if each.id not in soon
            ]


async def test_the_schedule_is_asked_by_movie(
    programme: Programme, memory: MemoryCatalogStore
) -> None:
    query = (
        "query($f: ShowtimeFilter, $after: String) {"
        f" showtimes(filter: $f, first: 100, after: $after) {{ {LIST} }} }}"
    )
    day = max(each.business_date for each in memory.all_showtimes.values())
    for movie_id in memory.all_movies:
        found = await whole(
            programme, query, "showtimes", f={"movieId": movie_id, "date": day.isoformat()}
        )
        query_in_memory = ShowtimeQuery(movie_id=movie_id, day=day)
        expected, _ = await memory.showtimes(
            query_in_memory, PageRequest(1_000, None), datetime.now(UTC)
        )
        assert found == [each.id for each in expected]


@given(data=st.data())
@SOME
async def test_any_combination_of_filters(
    programme: Programme, memory: MemoryCatalogStore, data: st.DataObject
) -> None:
    days = [date.today() + timedelta(days=n) for n in range(-2, 16)]  # noqa: DTZ011 - any days do
    query = ShowtimeQuery(
        city_id=data.draw(st.none() | st.sampled_from([*memory.all_cities, "cty_none"])),
        cinema_id=data.draw(st.none() | st.sampled_from([*memory.all_cinemas])),
        movie_id=data.draw(st.none() | st.sampled_from([*memory.all_movies])),
        day=data.draw(st.none() | st.sampled_from(days)),
        format=data.draw(st.none() | st.sampled_from([*ScreenFormat])),
        audio_language=data.draw(st.none() | st.sampled_from(["es", "en", "fr"])),
    )
    now = datetime.now(UTC) + timedelta(hours=data.draw(st.integers(0, 400)))
    now = now.replace(microsecond=0)
    expected, count = await memory.showtimes(query, PageRequest(10_000, None), now)
    request = PageRequest(data.draw(st.integers(1, 100)), None)
    found, total = await programme.catalog.store.showtimes(query, request, now)
    assert found == expected[: request.size + 1]
    assert await total() == await count()
    if found:
        last = data.draw(st.sampled_from(found))
        after = (round(last.starts_at.timestamp() * 1000), last.id)
        request = PageRequest(request.size, after)
        found, _ = await programme.catalog.store.showtimes(query, request, now)
        expected, _ = await memory.showtimes(query, request, now)
        assert found == expected


@given(data=st.data())
@SOME
async def test_any_search_for_movies(
    programme: Programme, memory: MemoryCatalogStore, data: st.DataObject
) -> None:
    movies = memory.all_movies.values()
    titles = [title for each in movies for title in (each.title, each.original_title) if title]
    words = data.draw(st.sampled_from(titles)).split()
    searched = data.draw(st.permutations(words).map(lambda found: found[:2]) | st.just([]))
    if searched:
        last = searched[-1]
        searched[-1] = last[: data.draw(st.integers(1, len(last)))]
    query = MovieQuery(
        status=data.draw(st.none() | st.sampled_from([*MovieStatus])),
        terms=tuple(query_terms(" ".join(searched))),
        genre=data.draw(st.none() | st.sampled_from(["Action", "Drama", "None"])),
        format=data.draw(st.none() | st.sampled_from([*ScreenFormat])),
    )
    now = datetime.now(UTC).replace(microsecond=0)
    request = PageRequest(data.draw(st.integers(1, 20)), None)
    found, total = await programme.catalog.store.movies(query, request, now, now.date())
    expected, count = await memory.movies(query, request, now, now.date())
    assert found == expected
    assert await total() == await count()


@pytest.mark.parametrize(
    ("search", "title"),
    [
        ("CAGE xander", "xXx: Return of Xander Cage"),
        ("assassin's", "Assassin's Creed"),
        ("creed assassins", "Assassin's Creed"),
        ("기생충", "Parasite"),
        ("千尋", "Spirited Away"),
        ("神隠し", "Spirited Away"),
        ("ｓｐｉｒｉｔｅｄ 隠", "Spirited Away"),  # noqa: RUF001 - wide letters
        ("MÓÁN", "Moana"),
    ],
)
async def test_a_movie_is_found_by_its_words(programme: Programme, search: str, title: str) -> None:
    query = "query($s: String) { movies(filter: {search: $s}) { edges { node { title } } } }"
    found = await programme.ask(query, s=search)
    assert [edge["node"]["title"] for edge in found["movies"]["edges"]] == [title]


async def test_a_cursor_holds_while_movies_are_added_and_removed(
    programme: Programme, memory: MemoryCatalogStore
) -> None:
    """A movie is added before the cursor and one is removed after it; the next page is right."""
    query = f"query($after: String) {{ movies(first: 5, after: $after) {{ {LIST} }} }}"
    first = (await programme.ask(query))["movies"]
    second = (await programme.ask(query, after=first["pageInfo"]["endCursor"]))["movies"]
    create = "mutation($i: CreateMovieInput!) { createMovie(input: $i) { ... on Movie { id } } }"
    movie = {
        "title": "A first movie",
        "synopsis": "It comes first.",
        "runtimeMinutes": 90,
        "releaseDate": "2020-01-01",
        "certification": "G",
        "genres": ["Drama"],
        "formats": ["STANDARD_2D"],
        "spokenLanguage": "en",
    }
    added = (await programme.ask(create, admin=True, i=movie))["createMovie"]["id"]
    archive = "mutation($id: ID!) { archiveMovie(id: $id) { ... on Movie { archived } } }"
    try:
        again = (await programme.ask(query, after=first["pageInfo"]["endCursor"]))["movies"]
        assert again["edges"] == second["edges"]
        assert again["totalCount"] == second["totalCount"] + 1
    finally:
        await programme.ask(archive, admin=True, id=added)
    start = (await programme.ask(query))["movies"]
    assert start == first
    assert memory.all_movies.keys() >= {edge["node"]["id"] for edge in start["edges"]}


async def test_a_cursor_holds_while_showtimes_are_cancelled(programme: Programme) -> None:
    """The showtime of the cursor and one after it are cancelled."""
    query = (
        "query($f: ShowtimeFilter, $after: String) {"
        f" showtimes(filter: $f, first: 4, after: $after) {{ {LIST} }} }}"
    )
    memory = await everything(programme.catalog)
    planned = memory.all_showtimes.values()
    (((cinema_id, day), _),) = Counter(
        (each.cinema_id, each.business_date) for each in planned
    ).most_common(1)
    f = {"cinemaId": cinema_id, "date": day.isoformat()}
    ids = await whole(programme, query, "showtimes", f=f)
    assert len(ids) > 8
    first = (await programme.ask(query, f=f))["showtimes"]
    cancel = "mutation($id: ID!) { cancelShowtime(id: $id) { ... on Showtime { status } } }"
    for gone in (ids[3], ids[5]):
        await programme.ask(cancel, admin=True, id=gone)
    after = first["pageInfo"]["endCursor"]
    second = (await programme.ask(query, f=f, after=after))["showtimes"]
    assert [edge["node"]["id"] for edge in second["edges"]] == [ids[4], *ids[6:9]]
    assert second["totalCount"] == len(ids) - 2


async def test_entities_are_resolved_in_one_request(
    programme: Programme, memory: MemoryCatalogStore
) -> None:
    ids = list(memory.all_showtimes)[:50]
    representations = [{"__typename": "Showtime", "id": id} for id in [*ids, "sho_none"]]
    query = (
        "query($r: [_Any!]!) { _entities(representations: $r) {"
        " ... on Showtime { id movie { id } cinema { id } } } }"
    )
    found = (await programme.ask(query, r=representations))["_entities"]
    assert [each and each["id"] for each in found] == [*ids, None]
