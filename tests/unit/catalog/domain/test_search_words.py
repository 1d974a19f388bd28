"""The words of a text, without case, accents and punctuation."""

import pytest

from subgraphs.catalog.domain.movies import search_words


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
        ("Diyarbakır", ["diyarbakir"]),  # noqa: RUF001 - the dotless letter
        ("  ", []),
        ("?!", []),
    ],
)
def test_a_text_has_these_words(text: str, words: list[str]) -> None:
    assert search_words(text) == words
