"""Which single characters can be seen."""

import sys
import unicodedata

import pytest

from shared.text.characters import is_direction_control, is_no_text, is_visible


@pytest.mark.parametrize("character", [*"aé1!$…∞千ก🎬", "\U0001fae8"])
def test_it_can_be_seen(character: str) -> None:
    assert is_visible(character)


@pytest.mark.parametrize(
    "code",
    [
        *(0x20, 0xA0, 0x3000, 0x200B, 0x200D, 0x3164, 0x115F, 0xFFA0, 0x00AD, 0x2800, 0xFEFF),
        *(0x0301, 0x0E31, 0x202E, 0xE0061, 0xFFFF, 0xFDD0, 0xE000, 0x0000, 0xD800, 0x2028, 0xFFFC),
    ],
    ids=hex,
)
def test_it_cannot_be_seen(code: int) -> None:
    assert not is_visible(chr(code))


def test_controls_of_the_direction_are_those_of_unicode() -> None:
    found = {code for code in range(sys.maxunicode + 1) if is_direction_control(chr(code))}
    bidirectional = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert found == {0x061C, 0x200E, 0x200F} | {
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.bidirectional(chr(code)) in bidirectional
    }


def test_66_noncharacters_are_no_text() -> None:
    others = [
        code
        for code in range(sys.maxunicode + 1)
        if is_no_text(chr(code)) and unicodedata.category(chr(code)) not in ("Cc", "Cs")
    ]
    assert len(others) == 66
