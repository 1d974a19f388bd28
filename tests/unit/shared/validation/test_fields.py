"""Rules of single fields."""

from typing import Annotated

import pytest

from shared.errors import InvalidInput
from shared.validation.fields import Line, NotNull
from shared.validation.inputs import ValidatedInput, validated


class ValidatedChange(ValidatedInput):
    title: Annotated[Line | None, NotNull] = None


@pytest.mark.parametrize(
    "text",
    ["line\nbreak", "tab\there", "nul\x00", "\x85", "\u2028", "\u2029", "\ud800"],
    ids=["line break", "tab", "NUL", "next line", "line separator", "paragraph separator", "half"],
)
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedChange, {"title": f"a{text}b"})
    assert refused.value.fields[0].path == ["title"]


@pytest.mark.parametrize("text", ["plain", "Amélie", "千と千尋", "🎬", "nbsp\u00a0here"])
def test_other_text_is_kept(text: str) -> None:
    assert validated(ValidatedChange, {"title": text}).title == text


def test_a_field_may_be_left_out_but_not_removed() -> None:
    assert validated(ValidatedChange, {}).model_fields_set == set()
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedChange, {"title": None})
    (field,) = refused.value.fields
    assert (field.code, field.message) == (
        "REQUIRED",
        "This cannot be removed: leave it out to keep it.",
    )
