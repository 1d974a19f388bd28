"""Rules of single fields that mean the same in every subgraph."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

_CONTROLS = ("Cc", "Cs", "Zl", "Zp")


def _without_controls(text: str) -> str:
    if any(unicodedata.category(character) in _CONTROLS for character in text):
        raise PydanticCustomError(
            "control_character", "Leave out line breaks and other control characters."
        )
    return text


def _not_null(value: object) -> object:
    if value is None:
        raise PydanticCustomError("required", "This cannot be removed: leave it out to keep it.")
    return value


Line = Annotated[str, AfterValidator(_without_controls)]
"""Text on one line, without control characters."""

NotNull = BeforeValidator(_not_null)
"""For a field that may be left out, but not be set to null."""
