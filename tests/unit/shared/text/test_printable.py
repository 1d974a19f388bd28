"""Text that every document can hold."""

import sys
from xml.etree import ElementTree

import pytest

from shared.text.printable import printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Amélie 千と千尋 🎬", "Amélie 千と千尋 🎬"),
        ("two\nlines\u2028\tand more ", "two lines and more"),
        ("a\x00b\x1bc\ufffed\uffffe\ufdd0f\ud800g", "abcdefg"),
        ("a\u202eb\u2066c\u200ed", "abcd"),
        ("می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"),
    ],
)
def test_a_text_is_printed_as(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_xml_and_utf_8_hold_every_character() -> None:
    every = printable("".join(map(chr, range(sys.maxunicode + 1))))
    escaped = every.replace("&", "&amp;").replace("<", "&lt;")
    assert ElementTree.fromstring(f"<a>{escaped}</a>".encode()).text == every
