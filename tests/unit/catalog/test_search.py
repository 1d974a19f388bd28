"""What a search finds: words without regard to case, accents and order, the last cut short."""

import pytest

from shared.pagination import PageRequest
from subgraphs.catalog.api.inputs import MovieFilter
from subgraphs.catalog.domain import search_words
from tests.unit.catalog.conftest import Town


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Amélie", ["amelie"]),
        ("El SEÑOR de los Anillos", ["el", "senor", "de", "los", "anillos"]),
        ("Straße", ["strasse"]),
        ("Spider-Man: Far From Home", ["spider", "man", "far", "from", "home"]),
        ("Assassin’s Creed", ["assassins", "creed"]),
        ("xXx²", ["xxx2"]),
        ("İstanbul", ["istanbul"]),
        ("Łódź", ["lodz"]),
        ("Smørrebrød på Ærø", ["smorrebrod", "pa", "aero"]),
        ("Đặng Thái Sơn", ["dang", "thai", "son"]),
        ("Diyarbakır", ["diyarbakir"]),  # noqa: RUF001 - it is that letter
        ("  ", []),
        ("?!", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert search_words(text) == words


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
        # Only the last word may be cut short, and only at its end.
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
    """The ids of the movies that a client's search finds."""
    query = MovieFilter(search=search).query()
    page = await town.service.movies(query, PageRequest(100, None))
    return {movie.id for movie in page.rows}
