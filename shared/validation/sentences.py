"""What is wrong with a field, in this product's own sentences instead of pydantic's."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

Limits = Mapping[str, Any]


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count:,} characters"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count:,} items"


def _names(expected: str) -> str:
    """Return `'A', 'B' or 'C'` without its quotation marks."""
    return expected.replace("'", "")


SENTENCES: Mapping[str, Callable[[Limits], str]] = {
    "missing": lambda _: "This is required.",
    "extra_forbidden": lambda _: "There is no field of this name.",
    "model_type": lambda _: "Give an object with the fields of this kind.",
    "string_type": lambda _: "Write a text.",
    "string_unicode": lambda _: "Write a text of whole Unicode characters.",
    "string_too_short": lambda limits: f"Write at least {_characters(limits['min_length'])}.",
    "string_too_long": lambda limits: f"Write at most {_characters(limits['max_length'])}.",
    "enum": lambda limits: f"Write {_names(limits['expected'])}.",
    "list_type": lambda _: "Give a list.",
    "too_short": lambda limits: f"Give at least {_items(limits['min_length'])}.",
    "too_long": lambda limits: f"Give at most {_items(limits['max_length'])}.",
    "int_type": lambda _: "Write a whole number.",
    "int_parsing": lambda _: "Write a whole number.",
    "int_parsing_size": lambda _: "Write a whole number of fewer digits.",
    "int_from_float": lambda _: "Write a whole number, without a fraction.",
    "greater_than": lambda limits: f"Write a number greater than {limits['gt']:,}.",
    "greater_than_equal": lambda limits: f"Write a number of at least {limits['ge']:,}.",
    "less_than_equal": lambda limits: f"Write a number of at most {limits['le']:,}.",
}
"""A sentence for each of pydantic's error types that a `ValidatedInput` can have."""

_UNKNOWN = "This value is not one that can be used here."


def sentence(problem: ErrorDetails) -> str:
    """Return what is wrong, for people. `problem` has its `url`, which pydantic's own errors have.

    Rules of our own bring their own sentences, whichever type they name.
    """
    kind, limits = problem["type"], problem.get("ctx", {})
    if "url" not in problem:
        return problem["msg"]
    if kind == "value_error":
        return str(limits["error"])
    return SENTENCES[kind](limits) if kind in SENTENCES else _UNKNOWN
