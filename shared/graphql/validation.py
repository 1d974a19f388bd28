"""Input rules as pydantic models, answered with every failing field at once."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from shared.errors import FieldError, InvalidInput


class InputRules(BaseModel):
    """The rules of one input; field names are the input's own, in snake_case."""

    model_config = ConfigDict(
        frozen=True,
        str_strip_whitespace=True,
        alias_generator=to_camel,
        populate_by_name=True,
        from_attributes=True,
    )


Rules = TypeVar("Rules", bound=InputRules)


def checked(rules: type[Rules], values: Mapping[str, Any]) -> Rules:
    """`values` as `rules`; InvalidInput, naming every field that fails, when they break one."""
    try:
        return rules.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(
            [
                FieldError(
                    path=[
                        to_camel(part) if isinstance(part, str) else str(part)
                        for part in problem["loc"]
                    ],
                    code=problem["type"].upper(),
                    message=problem["msg"].removeprefix("Value error, "),
                )
                for problem in error.errors(
                    include_url=False, include_context=False, include_input=False
                )
            ]
        ) from None
