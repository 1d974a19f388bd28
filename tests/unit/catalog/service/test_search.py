"""What a search finds: words in any order, and the last word by its beginning."""

import pytest

from shared.pagination import PageRequest
from subgraphs.catalog.api.inputs.filters import MovieFilter
from tests.unit.catalog.town import Town


@pytest.mark.parametrize(
    "search",
    [
        "Parasite",
        "parásito",
        "PARASITOS coreanos",
        "coreanos parásitos",
        "coreanos para",
        "기생충",
        "기생",
        "  los   parásitos ",
        "parásitos los cor",
    ],
)
async def test_a_movie_is_found(town: Town, search: str) -> None:
    movie = town.add_movie("Los parásitos coreanos (Parasite)", original_title="기생충")
    assert await found(town, search) == {movie.id}


@pytest.mark.parametrize(
    "search",
    [
        # Only the last word may be incomplete, and only at its end.
        "para coreanos",
        "arásitos",
        "parásitos chinos",
        "기생충s",
        "?",
    ],
)
async def test_a_movie_is_not_found(town: Town, search: str) -> None:
    town.add_movie("Los parásitos coreanos (Parasite)", original_title="기생충")
    assert await found(town, search) == set()


async def found(town: Town, search: str) -> set[str]:
    """Return the ids of the movies that a client's search finds."""
    query = MovieFilter(search=search).query()
    page = await town.service.movies(query, PageRequest(100, None))
    return {movie.id for movie in page.rows}
