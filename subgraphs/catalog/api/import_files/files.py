"""Reading an import file: JSON with a list for each kind of row, or CSV with a kind column."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shared.errors import FieldError
from shared.validation.inputs import field_errors
from subgraphs.catalog.api.import_files.csv_rows import csv_rows
from subgraphs.catalog.api.import_files.json_rows import json_rows
from subgraphs.catalog.api.import_files.rows import KINDS
from subgraphs.catalog.api.import_files.texts import decoded
from subgraphs.catalog.api.import_files.unchecked import UncheckedRow
from subgraphs.catalog.ports import CatalogData, FileRow

_CSV_NAMES = (".csv", ".tsv", ".txt")


def read_import_file(file: Path) -> CatalogData:
    """Return the file's rows. Raises ImportRejected when it is no import file, and OSError."""
    text = decoded(file.read_bytes())
    unchecked = csv_rows(text) if file.suffix.lower() in _CSV_NAMES else json_rows(text)
    problems: list[FieldError] = []
    malformed_ids: set[str] = set()
    rows: dict[str, list[FileRow[Any]]] = {kind: [] for kind in KINDS}
    for row in unchecked:
        found = _checked(row)
        if isinstance(found, FileRow):
            rows[row.kind].append(found)
        else:
            problems += (
                FieldError([row.place, *each.path], each.code, each.message) for each in found
            )
            if isinstance(row.fields, dict):
                malformed_ids.add(str(row.fields.get("id")))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - JSON
    return CatalogData(**rows, malformed=problems, malformed_ids=frozenset(malformed_ids))


def _checked(row: UncheckedRow) -> FileRow[Any] | list[FieldError]:
    """Return the row's value, or everything of it that breaks a rule."""
    if row.kind not in KINDS:
        known = ", ".join(KINDS)
        return [FieldError(["kind"], "UNKNOWN_KIND", f"Write one of {known}."), *row.problems]
    try:
        checked = KINDS[row.kind].model_validate(row.fields)
    except ValidationError as error:
        unread = {each.path[0] for each in row.problems}
        return [
            *row.problems,
            # Of a field that could not be read, its rules would only say the same again.
            *(each for each in field_errors(error) if not (each.path and each.path[0] in unread)),
        ]
    return list(row.problems) or FileRow(row.place, checked.id, checked.value())
