"""Reading an import file: JSON with a list for each kind of row, or CSV with a kind column."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from shared.errors import FieldError
from subgraphs.catalog.api.import_files.rows import (
    FileAuditorium,
    FileCinema,
    FileCity,
    FileMovie,
    FileShowtime,
)
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import CatalogData, FileRow

KINDS = {
    "cities": FileCity,
    "cinemas": FileCinema,
    "auditoriums": FileAuditorium,
    "movies": FileMovie,
    "showtimes": FileShowtime,
}
_LISTS = ("genres", "formats", "subtitleLanguages")

UncheckedRow = tuple[str, str, Any]
"""The kind of a row, its place in the file, and its fields."""


def read_import_file(file: Path) -> CatalogData:
    """Return the file's rows. Raises ImportRejected when it is no import file, and OSError."""
    unchecked = _csv_rows(file) if file.suffix.lower() == ".csv" else _json_rows(file)
    problems: list[FieldError] = []
    malformed_ids: set[str] = set()
    rows: dict[str, list[FileRow[Any]]] = {kind: [] for kind in KINDS}
    for kind, place, fields in unchecked:
        if kind not in KINDS:
            known = ", ".join(KINDS)
            problems.append(FieldError([place, "kind"], "UNKNOWN_KIND", f"Write one of {known}."))
            continue
        try:
            row = KINDS[kind].model_validate(fields)
        except ValidationError as error:
            problems.extend(_problems_of_row(place, error))
            if isinstance(fields, dict):
                malformed_ids.add(str(fields.get("id")))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - JSON
        else:
            rows[kind].append(FileRow(place, row.id, row.value()))
    return CatalogData(**rows, malformed=problems, malformed_ids=frozenset(malformed_ids))


def _json_rows(file: Path) -> Iterator[UncheckedRow]:
    try:
        content: Any = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise _no_import_file(file, f"it is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise _no_import_file(file, "it is not an object with lists of rows")
    for kind, rows in content.items():  # pyright: ignore[reportUnknownVariableType] - JSON
        if kind not in KINDS:
            raise _no_import_file(file, f"{kind!r} is none of {', '.join(KINDS)}")
        if not isinstance(rows, list):
            raise _no_import_file(file, f"{kind!r} is not a list")
        for number, fields in enumerate(rows, 1):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - JSON
            yield kind, f"{kind} {number}", fields


def _csv_rows(file: Path) -> Iterator[UncheckedRow]:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.DictReader(lines, restkey="more cells than columns", strict=True)
        try:
            for cells in reader:
                place = f"line {reader.line_num}"
                yield str(cells.pop("kind", "")), place, _cells(cells)
        except (csv.Error, UnicodeDecodeError) as error:
            raise _no_import_file(file, f"it is not CSV in UTF-8: {error}") from None


def _cells(cells: dict[str, Any]) -> dict[str, Any]:
    """Return a CSV row's fields as they are in JSON, without empty cells."""
    fields = {name: value for name, value in cells.items() if value not in ("", None)}
    for name in _LISTS:
        if name in fields:
            fields[name] = fields[name].split("|")
    if "rows" in fields:
        fields["rows"] = [
            dict(zip(("label", "seats"), row.split(":", 1), strict=False))
            for row in fields["rows"].split("|")
        ]
    if "prices" in fields:
        fields["prices"] = [_price(price) for price in fields["prices"].split("|")]
    return fields


def _price(text: str) -> dict[str, Any]:
    """Read a price such as `ADULT STANDARD 7500 MXN`."""
    names = ("category", "seatClass", "amountMinor", "currency")
    return dict(zip(names, text.split(), strict=False))


def _problems_of_row(place: str, error: ValidationError) -> Iterator[FieldError]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        path = [to_camel(part) if isinstance(part, str) else str(part) for part in problem["loc"]]
        yield FieldError([place, *path], problem["type"].upper(), problem["msg"])


def _no_import_file(file: Path, reason: str) -> ImportRejected:
    problem = FieldError([file.name], "NOT_AN_IMPORT_FILE", f"This is no import file: {reason}.")
    return ImportRejected([problem])
