"""Rules of single fields that mean the same in every subgraph."""

import re
import unicodedata

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from shared.text.characters import is_direction_control, is_no_text, is_visible

_LINE_ENDS = ("\u0085", "\u2028", "\u2029")
_IN_PROSE = ("\n", "\t")


def _on_one_line(text: str) -> str:
    for character in text:
        if unicodedata.category(character) == "Cc" or character in _LINE_ENDS:
            raise PydanticCustomError(
                "control_character", "Leave out line breaks and other control characters."
            )
        _refuse_no_text(character)
    return text


def _label(text: str) -> str:
    return _with_something_to_see(_on_one_line(text))


def _prose(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in lines:
        if character in _IN_PROSE:
            continue
        if unicodedata.category(character) == "Cc":
            raise PydanticCustomError(
                "control_character",
                "Leave out control characters other than tabs and line breaks.",
            )
        _refuse_no_text(character)
    return _with_something_to_see(lines)


def _refuse_no_text(character: str) -> None:
    code = {"code": f"U+{ord(character):04X}"}
    if is_no_text(character):
        raise PydanticCustomError(
            "not_a_character", "Leave out {code}: it is not a character of any text.", code
        )
    if is_direction_control(character):
        raise PydanticCustomError(
            "direction_control", "Leave out {code}: it turns the direction of the text.", code
        )


def _with_something_to_see(text: str) -> str:
    # The length has its own rule, which says more of an empty text.
    if text and not any(map(is_visible, text)):
        raise PydanticCustomError(
            "nothing_visible", "Write something that can be seen: this text shows nothing."
        )
    return text


def spelt(pattern: str, sentence: str) -> AfterValidator:
    """Return the rule that a whole text has the form of `pattern`; `sentence` describes it."""
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise PydanticCustomError(
                "string_pattern_mismatch", "{sentence}", {"sentence": sentence}
            )
        return text

    return AfterValidator(check)


def _not_null(value: object) -> object:
    if value is None:
        raise PydanticCustomError("required", "This cannot be removed: leave it out to keep it.")
    return value


LINE = AfterValidator(_on_one_line)
"""Text on one line: no control characters, none that turn the direction, and no noncharacters.

Like LABEL and PROSE it follows the length: `Annotated[str, StringConstraints(…), LINE]`. Before it,
pydantic would count the characters as items of a list.
"""

LABEL = AfterValidator(_label)
"""A name or title: a line with something to see."""

PROSE = AfterValidator(_prose)
"""Text of several lines with something to see; each line ends with one line feed."""

NotNull = BeforeValidator(_not_null)
"""For a field that may be left out, but not be set to null."""
