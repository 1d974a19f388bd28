"""Movies whose titles older code prepared for lists and searches."""

from datetime import date

from dev.stack import Stack
from shared.ids import UlidSource
from subgraphs.catalog.domain.places import ScreenFormat
from tests.stack.catalog.programme import Programme
from tests.waiting import until


async def test_a_server_prepares_movies_of_older_code_for_searches(
    programme: Programme, stack: Stack
) -> None:
    query = "query($s: String) { movies(filter: {search: $s}) { edges { node { title } } } }"
    title = f"Old {UlidSource().new('mov')}"
    movie = await programme.catalog.planning.movies.create(
        {
            "title": title,
            "original_title": "古い映画",
            "synopsis": "It was stored long ago.",
            "runtime_minutes": 90,
            "release_date": date(2020, 1, 1),
            "certification": "G",
            "genres": ("Drama",),
            "formats": frozenset({ScreenFormat.STANDARD_2D}),
            "spoken_language": "ja",
            "subtitle_languages": (),
            "poster_url": None,
            "trailer_url": None,
        }
    )
    as_older_code = {"$set": {"searchWords": ["old"], "sortTitle": "another order"}}
    movies = programme.catalog.connections.database["movies"]
    await movies.update_one({"_id": movie.id}, as_older_code)
    assert await programme.catalog.store.outdated_movies() == [movie.id]
    await stack.start_replica("catalog")

    async def refreshed() -> bool:
        return not await programme.catalog.store.outdated_movies()

    await until(refreshed)
    found = await programme.ask(query, s="映画")
    assert title in [edge["node"]["title"] for edge in found["movies"]["edges"]]
