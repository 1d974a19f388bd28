"""Each broken rule is explained in this product's own words, with its unit and its limit."""

from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

from shared.errors import FieldError, InvalidInput
from shared.validation.fields import spelt
from shared.validation.inputs import ValidatedInput, validated


class Size(StrEnum):
    SMALL = "SMALL"
    LARGE = "LARGE"


def _even(number: int) -> int:
    if number % 2:
        raise ValueError("Write an even number.")
    return number


class ValidatedPart(ValidatedInput):
    name: str


class ValidatedThing(ValidatedInput):
    model_config = ConfigDict(extra="forbid")

    required: str
    text: Annotated[str, StringConstraints(min_length=2, max_length=1_000)] = "ab"
    letter: Annotated[str, StringConstraints(min_length=1)] = "a"
    code: Annotated[str, spelt("[A-Z]{2}", "Write two capital letters.")] = "AB"
    size: Size = Size.SMALL
    some: Annotated[list[int], Field(min_length=1, max_length=2)] = Field(
        default_factory=lambda: [1]
    )
    positive: Annotated[int, Field(gt=0)] = 1
    within: Annotated[int, Field(ge=1, le=600)] = 1
    even: Annotated[int, AfterValidator(_even)] = 2
    part: ValidatedPart = ValidatedPart(name="part")
    unmapped: AwareDatetime | None = None


@pytest.mark.parametrize(
    ("field", "value", "code", "message"),
    [
        ("text", 5, "STRING_TYPE", "Write a text."),
        ("text", "\ud800", "STRING_UNICODE", "Write a text of whole Unicode characters."),
        ("text", "a", "STRING_TOO_SHORT", "Write at least 2 characters."),
        ("letter", "", "STRING_TOO_SHORT", "Write at least 1 character."),
        ("text", "a" * 1_001, "STRING_TOO_LONG", "Write at most 1,000 characters."),
        ("code", "ABC", "STRING_PATTERN_MISMATCH", "Write two capital letters."),
        ("code", "AB\n\u0660", "STRING_PATTERN_MISMATCH", "Write two capital letters."),
        ("size", "HUGE", "ENUM", "Write SMALL or LARGE."),
        ("some", 5, "LIST_TYPE", "Give a list."),
        ("some", [], "TOO_SHORT", "Give at least 1 item."),
        ("some", [1, 2, 3], "TOO_LONG", "Give at most 2 items."),
        ("positive", 0, "GREATER_THAN", "Write a number greater than 0."),
        ("within", 0, "GREATER_THAN_EQUAL", "Write a number of at least 1."),
        ("within", 601, "LESS_THAN_EQUAL", "Write a number of at most 600."),
        ("within", None, "INT_TYPE", "Write a whole number."),
        ("within", "x", "INT_PARSING", "Write a whole number."),
        ("within", "9" * 5_000, "INT_PARSING_SIZE", "Write a whole number of fewer digits."),
        ("within", 1.5, "INT_FROM_FLOAT", "Write a whole number, without a fraction."),
        ("even", 3, "VALUE_ERROR", "Write an even number."),
        ("part", 5, "MODEL_TYPE", "Give an object with the fields of this kind."),
        ("other", 5, "EXTRA_FORBIDDEN", "There is no field of this name."),
        (
            "unmapped",
            "2026-01-01T00:00:00",
            "TIMEZONE_AWARE",
            "This value is not one that can be used here.",
        ),
    ],
)
def test_a_broken_rule_has_its_sentence(field: str, value: Any, code: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedThing, {"required": "text", field: value})
    assert refused.value.fields == [FieldError([field], code, message)]


def test_a_missing_field_is_required() -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedThing, {})
    assert refused.value.fields == [FieldError(["required"], "MISSING", "This is required.")]
