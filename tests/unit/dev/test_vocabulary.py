"""The vocabulary check finds banned words in prose and identifiers, except in public names."""

import pytest

from dev.addresses import ROOT
from dev.vocabulary import GLOSSARY, problems, read_glossary

TEXT = """
| term | meaning | not |
|---|---|---|
| movie | what is shown | film, films |
| seat | a place | |

Clients rely on these, so they stay: `FILM_OVER`.
"""


@pytest.mark.parametrize(
    "line", ["a film", "Films:", "film_id = 1", "class FilmList:", "FILM_COUNT", "of_film(x)"]
)
def test_a_banned_word_is_found(line: str) -> None:
    banned, kept = read_glossary(TEXT)
    assert [number for number, _ in problems(f"fine\n{line}", banned, kept)] == [2]


@pytest.mark.parametrize("line", ["a movie", "FILM_OVER", "filmed", "telefilm", "microFilms"[:5]])
def test_other_words_pass(line: str) -> None:
    banned, kept = read_glossary(TEXT)
    assert list(problems(line, banned, kept)) == []


def test_the_glossary_bans_words() -> None:
    banned, kept = read_glossary((ROOT / GLOSSARY).read_text())
    assert {"showing", "film", "hall", "whoever"} <= {each.word for each in banned}
    assert "NOW_SHOWING" in kept
