"""Inputs as pydantic models: one InvalidInput names every field that fails."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, cast

import strawberry
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from shared.errors import FieldError, InvalidInput
from shared.validation.sentences import sentence


class ValidatedInput(BaseModel):
    """An input that keeps the rules; field names are the input's own, in snake_case."""

    model_config = ConfigDict(
        frozen=True,
        str_strip_whitespace=True,
        alias_generator=to_camel,
        populate_by_name=True,
    )


Validated = TypeVar("Validated", bound=ValidatedInput)


def validated(model: type[Validated], given: object) -> Validated:
    """Return `given`, a Strawberry input or a mapping, as `model`.

    Fields that the client left out (UNSET) are not set. Raises InvalidInput, which names every
    field that breaks a rule.
    """
    try:
        return model.model_validate(_values(given))
    except ValidationError as error:
        raise InvalidInput(field_errors(error)) from None


def field_errors(error: ValidationError) -> list[FieldError]:
    """Return every failing field, by its path as clients name it, without the values that fail."""
    return [
        FieldError(
            path=[str(part) for part in problem["loc"]],
            code=problem["type"].upper(),
            message=sentence(problem),
        )
        for problem in error.errors(include_url=True, include_input=False)
    ]


def _values(given: object) -> Any:
    """Return inputs, at any depth, as dictionaries of clients' names, without fields left out."""
    if dataclasses.is_dataclass(given):
        given = vars(given)
    if isinstance(given, Mapping):
        fields = cast(Mapping[str, object], given)
        return {
            to_camel(name): _values(value)
            for name, value in fields.items()
            if value is not strawberry.UNSET
        }
    if isinstance(given, list):
        return [_values(each) for each in cast(list[object], given)]
    return given
