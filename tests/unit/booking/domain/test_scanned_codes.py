"""A code is the same however a scanner delivers it, and nothing is mended inside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subgraphs.booking.domain.scanned_codes import scanned_code, trim
from tests.unit.booking.readings import DRESSED, SPOILT

CODE = "eyJrIjoia2V5In0.c2lnbmF0dXJl-_"


@pytest.mark.parametrize("template", DRESSED)
def test_what_scanners_add_is_taken_off(template: str) -> None:
    assert scanned_code(template.format(CODE)) == CODE


@pytest.mark.parametrize(("found", "spoilt"), SPOILT)
def test_what_is_inside_a_code_stays(found: str, spoilt: str) -> None:
    changed = CODE.replace(found, spoilt)
    assert scanned_code(changed) == changed


@pytest.mark.parametrize(
    "text",
    [
        *(f'"{CODE}', f"{CODE}'", f"\"{CODE}'"),
        # One reader adds one identifier.
        f"]Q3]Q3{CODE}",
        f"]-3{CODE}]Q3",
        *("]", "]Q", '"'),
    ],
)
def test_half_of_an_addition_is_no_addition(text: str) -> None:
    assert scanned_code(text) != CODE


@pytest.mark.parametrize("text", ["", "\r\n", "\ufeff\x00 \u200b", '""', "]Q3", "' '"])
def test_nothing_but_additions_leaves_nothing(text: str) -> None:
    assert scanned_code(text) == ""


@given(st.text())
def test_trimming_ends(text: str) -> None:
    assert trim(trim(text)) == trim(text)
    assert trim(text) in text
