"""Inputs become validated models, or one InvalidInput that names every failing field."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import pytest
import strawberry
from pydantic import Field, StringConstraints, field_validator

from shared.errors import FieldError, InvalidInput
from shared.graphql.enums import describe_enum
from shared.validation.fields import LINE
from shared.validation.inputs import ValidatedInput, validated


class Size(StrEnum):
    SMALL = "SMALL"
    LARGE = "LARGE"


describe_enum(Size, "How large it is.", SMALL="Small.", LARGE="Large.")


@strawberry.input
class PartInput:
    part_name: str
    part_count: int | None = strawberry.UNSET


@strawberry.input
class ThingInput:
    full_name: str
    main_part: PartInput | None = strawberry.UNSET
    other_parts: list[PartInput] = strawberry.field(default_factory=list[PartInput])


class ValidatedPart(ValidatedInput):
    part_name: Annotated[str, Field(min_length=2)]
    part_count: Annotated[int, Field(ge=1)] = 1


class ValidatedThing(ValidatedInput):
    full_name: Annotated[str, StringConstraints(min_length=2, max_length=10), LINE]
    main_part: ValidatedPart | None = None
    other_parts: tuple[ValidatedPart, ...] = ()

    @field_validator("full_name")
    @classmethod
    def _not_reserved(cls, name: str) -> str:
        if name == "reserved":
            raise ValueError("This name is reserved.")
        return name


def _paths(refused: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [".".join(field.path) for field in refused.value.fields]


def test_an_input_becomes_its_model() -> None:
    thing = validated(ValidatedThing, ThingInput(full_name="  Name "))
    assert thing == ValidatedThing(full_name="Name")


def test_fields_that_were_left_out_are_not_set() -> None:
    thing = validated(ValidatedThing, ThingInput(full_name="Name"))
    assert "main_part" not in thing.model_fields_set
    removed = validated(ValidatedThing, ThingInput(full_name="Name", main_part=None))
    assert "main_part" in removed.model_fields_set


def test_nested_inputs_and_lists_are_validated() -> None:
    given = ThingInput(
        full_name="Name",
        main_part=PartInput(part_name="main"),
        other_parts=[PartInput(part_name="one", part_count=3), PartInput(part_name="two")],
    )
    thing = validated(ValidatedThing, given)
    assert thing.main_part is not None
    assert thing.main_part == ValidatedPart(part_name="main")
    assert thing.main_part.model_fields_set == {"part_name"}
    assert thing.other_parts == (
        ValidatedPart(part_name="one", part_count=3),
        ValidatedPart(part_name="two"),
    )


def test_a_mapping_is_validated_like_an_input() -> None:
    given = {
        "full_name": "Name",
        "main_part": strawberry.UNSET,
        "other_parts": [PartInput(part_name="one"), {"partName": "two"}],
    }
    thing = validated(ValidatedThing, given)
    assert [part.part_name for part in thing.other_parts] == ["one", "two"]
    assert "main_part" not in thing.model_fields_set


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        pytest.param(ThingInput(full_name="x"), ["fullName"], id="a field"),
        pytest.param(
            ThingInput(full_name="Name", main_part=PartInput(part_name="x", part_count=0)),
            ["mainPart.partName", "mainPart.partCount"],
            id="a nested input",
        ),
        pytest.param(
            ThingInput(
                full_name="x", other_parts=[PartInput(part_name="one"), PartInput(part_name="x")]
            ),
            ["fullName", "otherParts.1.partName"],
            id="a list",
        ),
        pytest.param({}, ["fullName"], id="a missing field"),
        pytest.param(
            {"full_name": "x", "mainPart": {"part_name": "x"}},
            ["fullName", "mainPart.partName"],
            id="snake_case or camelCase",
        ),
    ],
)
def test_the_path_of_every_failing_field_is_in_camel_case(given: object, paths: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedThing, given)
    assert _paths(refused) == paths


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param(
            {"full_name": "Name", "main_part": {"part_name": "x"}},
            FieldError(
                ["mainPart", "partName"],
                "STRING_TOO_SHORT",
                "Write at least 2 characters.",
            ),
            id="a rule of pydantic",
        ),
        pytest.param(
            {"full_name": "reserved"},
            FieldError(["fullName"], "VALUE_ERROR", "This name is reserved."),
            id="a ValueError",
        ),
        pytest.param(
            {"full_name": "a\nb"},
            FieldError(
                ["fullName"],
                "CONTROL_CHARACTER",
                "Leave out line breaks and other control characters.",
            ),
            id="a rule of its own",
        ),
    ],
)
def test_a_failing_field_has_a_code_and_a_message(
    given: Mapping[str, object], field: FieldError
) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedThing, given)
    assert refused.value.fields == [field]


def test_the_message_does_not_repeat_the_value() -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedThing, {"full_name": "a-secret-that-is-too-long"})
    assert "secret" not in str(refused.value)
    assert "secret" not in str(refused.value.fields)


def test_validated_values_cannot_be_changed() -> None:
    thing = validated(ValidatedThing, ThingInput(full_name="Name"))
    with pytest.raises(ValueError, match="frozen"):
        thing.full_name = "Other"  # pyright: ignore[reportAttributeAccessIssue] - frozen, which this test shows


@strawberry.input
class OrderInput:
    size: Size


class ValidatedOrder(ValidatedInput):
    size: Size


def test_a_member_of_an_enum_is_kept() -> None:
    assert validated(ValidatedOrder, OrderInput(size=Size.LARGE)).size is Size.LARGE
