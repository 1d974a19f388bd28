"""Rows as a file has them, before the rules of their fields."""

from dataclasses import dataclass
from typing import Any

from shared.errors import FieldError
from subgraphs.catalog.errors import ImportRejected


@dataclass(frozen=True, slots=True)
class UncheckedRow:
    """A row's kind, its place in the file, and its fields.

    `problems` says what of the row is in no field; their paths begin at the row.
    """

    kind: str
    place: str
    fields: Any
    problems: tuple[FieldError, ...] = ()


def no_import_file(reason: str, *path: str) -> ImportRejected:
    """Return the refusal of a file of another form; `path` is the place where that shows."""
    message = f"This is no import file. {reason}"
    return ImportRejected([FieldError([*path], "NOT_AN_IMPORT_FILE", message)])
