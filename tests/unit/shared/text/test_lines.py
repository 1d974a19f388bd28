"""Lines are broken by their width, and never inside what readers take for a character."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text.lines import ELLIPSIS, break_lines


def _width(text: str) -> float:
    """Return the width in halves of an em: wide characters take two, marks none."""
    return sum(
        0
        if unicodedata.category(each)[0] == "M"
        else 2
        if unicodedata.east_asian_width(each) in ("W", "F")
        else 1
        for each in text
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("One", ["One"]),
        ("The Lord of the Rings", ["The Lord", "of the", "Rings"]),
        ("Supercalifragilistic", ["Supercalif", "ragilistic"]),
        ("千と千尋の神隠し", ["千と千尋の", "神隠し"]),
        # A closing mark begins no line, an opening one ends none.
        ("千と千尋に。神", ["千と千尋", "に。神"]),
        ("千と千尋「神", ["千と千尋", "「神"]),
        ("Your Name 君の名は", ["Your Name", "君の名は"]),
        ("기생충 파라사이트", ["기생충", "파라사이트"]),
        # The consonant stays with its marks and vowels.
        ("ที่ที่ที่ที่ที่ที่ที่ที่ที่ที่ที่", ["ที่" * 10, "ที่"]),
        ("เกเกเกเกเกเก", ["เก" * 5, "เก"]),
        ("क्षक्षक्षक्षक्षक्ष", ["क्ष" * 5, "क्ष"]),
        ("שלום עולם טוב", ["שלום עולם", "טוב"]),
    ],
)
def test_a_text_is_broken_by_its_width(text: str, lines: list[str]) -> None:
    assert break_lines(text, _width, limit=10, most=9) == lines


def test_what_is_left_becomes_an_ellipsis() -> None:
    assert break_lines("one two three four five six", _width, 9, most=2) == [
        "one two",
        "three …",
    ]
    assert break_lines("千" * 40, _width, 10, most=2) == ["千" * 5, "千" * 4 + " …"]
    assert break_lines("word " * 9, _width, 4, most=1) == ["wo …"]


@given(st.text(max_size=80), st.integers(32, 40), st.integers(1, 5))
def test_no_line_is_wider_and_nothing_is_lost(text: str, limit: int, most: int) -> None:
    text = " ".join(text.split())
    lines = break_lines(text, _width, limit, most)
    assert len(lines) <= most
    assert all(_width(line) <= limit for line in lines)
    if not (lines and lines[-1].endswith(ELLIPSIS)):
        assert "".join("".join(lines).split()) == "".join(text.split())
