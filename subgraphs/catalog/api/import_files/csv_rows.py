"""Rows of an import file in CSV: a line of column names, and the kind of each row in a column."""

import csv
import difflib
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from shared.errors import FieldError
from subgraphs.catalog.api.import_files.rows import KINDS
from subgraphs.catalog.api.import_files.unchecked import UncheckedRow, no_import_file
from subgraphs.catalog.errors import ImportRejected

_SEPARATORS = (",", ";", "\t")
# Spreadsheets begin a file so, to say which separator follows.
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<separator>.)"?[,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_COLUMNS = (
    "kind",
    *dict.fromkeys(
        field.alias or name for row in KINDS.values() for name, field in row.model_fields.items()
    ),
)
_LISTS = ("genres", "formats", "subtitleLanguages")
# As JSON writes them; int() takes signs, underscores and the digits of every script as well.
_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
_PRICE = re.compile(
    r"(?P<category>\S+) +(?P<seatClass>\S+) +(?P<amountMinor>\S+) +(?P<currency>\S+)"
)
_SEATS = re.compile(r"(?P<label>[^:]*):(?P<seats>[^:]*)")
_BLANKS = " \t\u00a0\u3000"

Line = tuple[int, list[str]]
"""The number of a line, and its cells."""


def csv_rows(text: str) -> Iterator[UncheckedRow]:
    """Yield the rows, without empty lines. Raises ImportRejected when the text has another form.

    Cells become what JSON has: numbers, lists and objects. What a cell cannot become stays text,
    so that the rule of its field refuses it.
    """
    (header_line, names), lines = _header_and_lines(text)
    problems = list(_header_problems(f"line {header_line}", names))
    if problems:
        raise ImportRejected(problems)
    for number, cells in lines:
        if any(cells):
            yield _row(f"line {number}", names, cells)


def _header_and_lines(text: str) -> tuple[Line, Iterator[Line]]:
    """Return the line of column names and what follows, by the separator that fits best."""
    named = _SEPARATOR_LINE.match(text)
    if named is None:
        splits = [_split(text, separator, 0) for separator in _SEPARATORS]
    elif named["separator"] in _SEPARATORS:
        splits = [_split(text[named.end() :], named["separator"], 1)]
    else:
        raise no_import_file("After sep= comes a comma, a semicolon or a tab.", "line 1")
    candidates = [split for split in splits if split is not None]
    if not candidates:
        raise no_import_file("It has no line of column names.")
    return max(candidates, key=lambda split: _known(split[0][1]))


def _split(text: str, separator: str, skipped: int) -> tuple[Line, Iterator[Line]] | None:
    """Return the first line that is not empty and the lines after it, if there is such a line."""
    lines = _lines(text, separator, skipped)
    try:
        return next((line, lines) for line in lines if any(line[1]))
    except (StopIteration, ImportRejected):
        return None  # with another separator it may be CSV


def _lines(text: str, separator: str, skipped: int) -> Iterator[Line]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    while True:
        number = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise no_import_file(f"It is not CSV: {error}.", f"line {number}") from None
        yield number, [cell.strip(_BLANKS) for cell in cells]


def _known(names: Sequence[str]) -> int:
    return len(set(names).intersection(_COLUMNS))


def _header_problems(place: str, names: Sequence[str]) -> Iterator[FieldError]:
    if not _known(names):
        yield FieldError(
            [place],
            "NO_COLUMN_NAMES",
            f"The first line has the names of the columns: {', '.join(_COLUMNS)}.",
        )
        return
    for number, name in enumerate(names):
        if name and name not in _COLUMNS:
            yield FieldError([place, name], "UNKNOWN_COLUMN", _unknown(name))
        elif name and name in names[:number]:
            yield FieldError([place, name], "DUPLICATE", "There are two columns of this name.")
    if "kind" not in names:
        yield FieldError(
            [place, "kind"],
            "MISSING_COLUMN",
            f"This column is missing. It says what each row is: one of {', '.join(KINDS)}.",
        )


def _unknown(name: str) -> str:
    by_letters = {column.casefold(): column for column in _COLUMNS}
    alike = difflib.get_close_matches(name.casefold().replace("_", ""), by_letters, 1, 0.7)
    if alike:
        return f"There is no column of this name; there is {by_letters[alike[0]]}."
    return f"There is no column of this name. There are {', '.join(_COLUMNS)}."


def _row(place: str, names: Sequence[str], cells: Sequence[str]) -> UncheckedRow:
    problems: list[FieldError] = []
    fields: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        name = names[number] if number < len(names) else ""
        if cell and not name:
            message = f"This cell is in no column that has a name: {cell[:40]!r}."
            problems.append(FieldError([f"column {number + 1}"], "NO_COLUMN", message))
        elif cell:
            fields[name] = cell
    kind = fields.pop("kind", "")
    for name in fields:
        fields[name] = _value(name, fields[name], problems)
    return UncheckedRow(kind, place, fields, tuple(problems))


def _value(name: str, cell: str, problems: list[FieldError]) -> Any:
    """Return a cell's value as it is in JSON; add to `problems` what has another form."""
    if name == "runtimeMinutes":
        return _number(cell)
    if name not in (*_LISTS, "rows", "prices"):
        return cell
    parts = [part.strip(_BLANKS) for part in cell.split("|")]
    if name == "rows":
        form = "Write label, colon and seats, such as A:SS.SS; a bar separates rows."
        return _objects(name, parts, _SEATS, form, problems)
    if name == "prices":
        form = "Write one price as ADULT STANDARD 7500 MXN; a bar separates prices."
        prices = _objects(name, parts, _PRICE, form, problems)
        return [price | {"amountMinor": _number(price["amountMinor"])} for price in prices]
    return parts


def _objects(
    name: str, parts: Sequence[str], form: re.Pattern[str], message: str, problems: list[FieldError]
) -> list[dict[str, Any]]:
    matches = [form.fullmatch(part) for part in parts]
    problems.extend(
        FieldError([name, str(number)], "MALFORMED", message)
        for number, match in enumerate(matches)
        if match is None
    )
    return [
        {key: text.strip(_BLANKS) for key, text in match.groupdict().items()}
        for match in matches
        if match is not None
    ]


def _number(text: str) -> int | str:
    return int(text) if _NUMBER.fullmatch(text) else text
