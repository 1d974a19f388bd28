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


@pytest.mark.parametrize(
    "search",
    [
        *("千尋", "神隠し", "隠し", "し", "千と千尋の神隠し", "千尋 神隠し", "神隠し 千"),
        *("away", "Spirited 千尋", "千尋 spir", "ＳＰＩＲＩＴＥＤ", "Ｓｐｉｒｉｔｅｄ　Ａｗａｙ"),  # noqa: RUF001 - wide
    ],
)
async def test_any_part_of_a_title_without_spaces_finds_it(town: Town, search: str) -> None:
    movie = town.add_movie("Spirited Away", original_title="千と千尋の神隠し")
    town.add_movie("アニメ ー 千の夜")
    assert await found(town, search) >= {movie.id}


@pytest.mark.parametrize("search", ["ｱﾆﾒ", "ニメ", "夜", "千の"])
async def test_width_does_not_matter(town: Town, search: str) -> None:
    movie = town.add_movie("Night", original_title="アニメ千の夜")
    assert await found(town, search) == {movie.id}


@pytest.mark.parametrize("search", ["尋千", "神隠れ", "千尋 no", "千尋 pirited"])
async def test_letters_in_another_order_find_nothing(town: Town, search: str) -> None:
    town.add_movie("Spirited Away", original_title="千と千尋の神隠し")
    assert await found(town, search) == set()


async def found(town: Town, search: str) -> set[str]:
    """Return the ids of the movies that a client's search finds."""
    query = MovieFilter(search=search).query()
    page = await town.service.movies(query, PageRequest(100, None))
    return {movie.id for movie in page.rows}
