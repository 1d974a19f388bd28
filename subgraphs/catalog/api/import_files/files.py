"""Reading an import file: JSON with a list for each kind of row, or CSV with a kind in each row."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from shared.errors import FieldError
from subgraphs.catalog.api.import_files.rows import (
    AuditoriumRow,
    CinemaRow,
    CityRow,
    MovieRow,
    ShowtimeRow,
)
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import CatalogData, Row

KINDS = {
    "cities": CityRow,
    "cinemas": CinemaRow,
    "auditoriums": AuditoriumRow,
    "movies": MovieRow,
    "showtimes": ShowtimeRow,
}
_LISTS = ("genres", "formats", "subtitleLanguages")

Raw = tuple[str, str, Any]
"""The kind of a row, where it stands, and its fields."""


def read(file: Path) -> CatalogData:
    """The file's rows; ImportRejected when it has no such form at all."""
    raws = _csv_rows(file) if file.suffix.lower() == ".csv" else _json_rows(file)
    problems: list[FieldError] = []
    malformed_ids: set[str] = set()
    rows: dict[str, list[Row[Any]]] = {kind: [] for kind in KINDS}
    for kind, place, fields in raws:
        if kind not in KINDS:
            known = ", ".join(KINDS)
            problems.append(FieldError([place, "kind"], "UNKNOWN_KIND", f"Write one of {known}."))
            continue
        try:
            row = KINDS[kind].model_validate(fields)
        except ValidationError as error:
            problems.extend(_problems(place, error))
            if isinstance(fields, dict):
                malformed_ids.add(str(fields.get("id")))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - JSON
        else:
            rows[kind].append(Row(place, row.id, row.value()))
    return CatalogData(**rows, malformed=problems, malformed_ids=frozenset(malformed_ids))


def _json_rows(file: Path) -> Iterator[Raw]:
    try:
        content: Any = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise _not_a_file(file, f"it is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise _not_a_file(file, "it is not an object with lists of rows")
    for kind, rows in content.items():  # pyright: ignore[reportUnknownVariableType] - JSON
        if kind not in KINDS:
            raise _not_a_file(file, f"{kind!r} is none of {', '.join(KINDS)}")
        if not isinstance(rows, list):
            raise _not_a_file(file, f"{kind!r} is not a list")
        for number, fields in enumerate(rows, 1):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - JSON
            yield kind, f"{kind} {number}", fields


def _csv_rows(file: Path) -> Iterator[Raw]:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.DictReader(lines, restkey="more cells than columns", strict=True)
        try:
            for cells in reader:
                place = f"line {reader.line_num}"
                yield str(cells.pop("kind", "")), place, _cells(cells)
        except (csv.Error, UnicodeDecodeError) as error:
            raise _not_a_file(file, f"it is not CSV in UTF-8: {error}") from None


def _cells(cells: dict[str, Any]) -> dict[str, Any]:
    """A CSV row's fields as JSON would have them; empty cells are left out."""
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
    """`ADULT STANDARD 7500 MXN`."""
    names = ("category", "seatClass", "amountMinor", "currency")
    return dict(zip(names, text.split(), strict=False))


def _problems(place: str, error: ValidationError) -> Iterator[FieldError]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        path = [to_camel(part) if isinstance(part, str) else str(part) for part in problem["loc"]]
        yield FieldError([place, *path], problem["type"].upper(), problem["msg"])


def _not_a_file(file: Path, reason: str) -> ImportRejected:
    problem = FieldError([file.name], "NOT_AN_IMPORT_FILE", f"This is no import file: {reason}.")
    return ImportRejected([problem])
