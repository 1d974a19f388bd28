"""Rules of single fields."""

from typing import Annotated

import pytest
from pydantic import StringConstraints

from shared.errors import InvalidInput
from shared.validation.fields import LABEL, LINE, PROSE, NotNull
from shared.validation.inputs import ValidatedInput, validated


class ValidatedTexts(ValidatedInput):
    search: Annotated[str, LINE] = ""
    title: Annotated[str, StringConstraints(min_length=1), LABEL] = "a"
    story: Annotated[str, StringConstraints(min_length=1), PROSE] = "a"


class ValidatedChange(ValidatedInput):
    title: Annotated[Annotated[str, LABEL] | None, NotNull] = None


FIELDS = ("search", "title", "story")
FORBIDDEN = {
    "NUL": ("\x00", "CONTROL_CHARACTER"),
    "escape": ("\x1b", "CONTROL_CHARACTER"),
    "next line": ("\x85", "CONTROL_CHARACTER"),
    "last code point of a plane": ("\uffff", "NOT_A_CHARACTER"),
    "swapped byte order mark": ("\ufffe", "NOT_A_CHARACTER"),
    "noncharacter": ("\ufdd0", "NOT_A_CHARACTER"),
    "noncharacter of another plane": ("\U0010ffff", "NOT_A_CHARACTER"),
    "override": ("\u202e", "DIRECTION_CONTROL"),
    "embedding": ("\u202a", "DIRECTION_CONTROL"),
    "isolate": ("\u2066", "DIRECTION_CONTROL"),
    "end of isolate": ("\u2069", "DIRECTION_CONTROL"),
    "left-to-right mark": ("\u200e", "DIRECTION_CONTROL"),
    "right-to-left mark": ("\u200f", "DIRECTION_CONTROL"),
    "Arabic letter mark": ("\u061c", "DIRECTION_CONTROL"),
}
ON_ONE_LINE = {
    "line break": "\n",
    "carriage return": "\r",
    "tab": "\t",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
}
NOTHING = {
    "zero-width spaces": "\u200b\u200b",
    "Hangul filler": "\u3164",
    "halfwidth filler": "\uffa0",
    "soft hyphen": "\u00ad",
    "Braille blank": "\u2800",
    "joiners": "\u200c\u200d",
    "byte order mark": "\ufeff",
    "only marks": "\u0301\u0302",
    "filler between spaces": "\u3164 \u3164",
    "variation selector": "\ufe0f",
    "object replacement": "\ufffc",
}


def code_of(field: str, text: str) -> str:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedTexts, {field: text})
    (failing,) = refused.value.fields
    assert failing.path == [field]
    return failing.code


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("text", "code"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_character_that_is_no_text_is_refused(field: str, text: str, code: str) -> None:
    assert code_of(field, f"a{text}b") == code


@pytest.mark.parametrize("field", ["search", "title"])
@pytest.mark.parametrize("text", ON_ONE_LINE.values(), ids=ON_ONE_LINE)
def test_a_line_has_no_line_breaks(field: str, text: str) -> None:
    assert code_of(field, f"a{text}b") == "CONTROL_CHARACTER"


@pytest.mark.parametrize("field", ["title", "story"])
@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_a_text_has_something_to_see(field: str, text: str) -> None:
    assert code_of(field, text) == "NOTHING_VISIBLE"


@pytest.mark.parametrize("field", ["title", "story"])
def test_an_empty_text_is_too_short(field: str) -> None:
    assert code_of(field, " \t ") == "STRING_TOO_SHORT"


def test_half_of_a_surrogate_pair_is_refused() -> None:
    assert code_of("title", "a\ud800b") == "STRING_UNICODE"


def test_the_refusal_names_the_character() -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedTexts, {"title": "a\u202eb"})
    assert refused.value.fields[0].message == (
        "Leave out U+202E: it turns the direction of the text."
    )


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text",
    [
        *("plain", "Amélie", "千と千尋", "🎬", "nbsp\u00a0here", "?", "1917", "…", "مرحبا", "שלום"),
        *(
            "می\u200cخواهم",
            "👨\u200d👩\u200d👧",
            "क्\u200dष",
            "e\u0301",
            "\U0001fae8",
            "🏴\U000e0067\U000e007f",
        ),
    ],
)
def test_other_text_is_kept(field: str, text: str) -> None:
    assert getattr(validated(ValidatedTexts, {field: text}), field) == text


def test_prose_has_lines_with_one_kind_of_end() -> None:
    texts = validated(ValidatedTexts, {"story": "one\r\ntwo\rthree\n\n\tfour"})
    assert texts.story == "one\ntwo\nthree\n\n\tfour"


def test_a_field_may_be_left_out_but_not_removed() -> None:
    assert validated(ValidatedChange, {}).model_fields_set == set()
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedChange, {"title": None})
    (field,) = refused.value.fields
    assert (field.code, field.message) == (
        "REQUIRED",
        "This cannot be removed: leave it out to keep it.",
    )
