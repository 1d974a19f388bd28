"""CSV as people and spreadsheets write it: what is understood, and what is refused with its place.

An import takes a file whole, or names what it cannot take.
"""

import codecs
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from subgraphs.catalog.api.import_files.files import read_import_file
from subgraphs.catalog.errors import ImportRejected
from subgraphs.catalog.ports import CatalogData
from tests.unit.catalog.import_files import EXAMPLE_CSV, problems_of, run_import
from tests.unit.catalog.town import Town

EXAMPLE = EXAMPLE_CSV.read_text()
Rows = list[list[str]]


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """What saves a CSV file with the given text or bytes."""

    def save(content: str | bytes) -> Path:
        file = tmp_path / "programme.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return save


@pytest.fixture
def rows() -> Rows:
    """The example's rows, the column names first."""
    return list(csv.reader(EXAMPLE.splitlines()))


def text_of(rows: Rows, separator: str = ",") -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=separator).writerows(rows)
    return lines.getvalue()


def set_cell(rows: Rows, line: int, column: str, text: str) -> None:
    rows[line - 1][rows[0].index(column)] = text


def example() -> CatalogData:
    return read_import_file(EXAMPLE_CSV)


def same_rows(data: CatalogData) -> bool:
    kinds = ("cities", "cinemas", "auditoriums", "movies", "showtimes")
    return not data.malformed and all(
        [each.value for each in getattr(data, kind)]
        == [each.value for each in getattr(example(), kind)]
        for kind in kinds
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("said", [False, True], ids=["", "sep="])
def test_separators_and_line_ends_are_understood(
    save: Callable[[str], Path], rows: Rows, ending: str, separator: str, said: bool
) -> None:
    text = text_of(rows, separator).replace("\r\n", ending)
    data = read_import_file(save(f"sep={separator}{ending}{text}" if said else text))
    assert same_rows(data)
    assert data.cities[0].place == ("line 3" if said else "line 2")


@pytest.mark.parametrize(
    "encoded",
    [
        codecs.BOM_UTF8 + EXAMPLE.encode(),
        EXAMPLE.encode("utf-16"),
        codecs.BOM_UTF16_LE + EXAMPLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + EXAMPLE.encode("utf-16-be"),
        codecs.BOM_UTF8 + ("sep=,\r\n" + EXAMPLE).encode(),
    ],
    ids=["utf-8", "utf-16", "little endian", "big endian", "utf-8 and sep="],
)
def test_byte_order_marks_are_understood(save: Callable[[bytes], Path], encoded: bytes) -> None:
    assert same_rows(read_import_file(save(encoded)))


@pytest.mark.parametrize("suffix", [".csv", ".CSV", ".tsv", ".txt"])
def test_the_name_says_that_it_is_no_json(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"programme{suffix}"
    file.write_text(EXAMPLE)
    assert same_rows(read_import_file(file))


def test_empty_lines_cells_and_columns_are_passed_over(
    save: Callable[[str], Path], rows: Rows
) -> None:
    wide = [[*row, "", " "] for row in rows]
    empty = [[""] * len(wide[0]), [" ", "\u00a0", "\t"], []]
    assert same_rows(read_import_file(save(text_of([*empty, *wide, *empty]))))


def test_a_line_may_end_before_its_last_columns(save: Callable[[str], Path], rows: Rows) -> None:
    while rows[1][-1] == "":
        rows[1].pop()
    assert same_rows(read_import_file(save(text_of(rows))))


def test_spaces_around_cells_and_their_parts_are_passed_over(
    save: Callable[[str], Path], rows: Rows
) -> None:
    spaced = [[f" {cell.replace('|', ' | ')} " if cell else "" for cell in row] for row in rows]
    assert same_rows(read_import_file(save(text_of(spaced))))
    quoted = (
        ", ".join(rows[0])
        + "\n"
        + "\n".join(", ".join(f'"{cell}"' for cell in row) for row in rows[1:])
    )
    assert same_rows(read_import_file(save(quoted)))


def test_a_problem_names_the_first_line_of_its_row(save: Callable[[str], Path], rows: Rows) -> None:
    set_cell(rows, 2, "name", "two\nlines")
    set_cell(rows, 3, "timezone", "Mars")
    malformed = read_import_file(save(text_of(rows))).malformed
    assert [each.path for each in malformed] == [["line 2", "name"], ["line 4", "timezone"]]


CELLS = {
    (2, "kind"): ["", "city", "Cities", "cities movies"],
    (2, "id"): ["cty_1", "cty_01J00000000000000000000001 x"],
    (2, "runtimeMinutes"): ["153"],
    (3, "timezone"): ["Mexico City", "localtime"],
    (4, "formats"): ["STANDARD_2D|", "|STANDARD_2D", "STANDARD_2D STANDARD_3D", "IMAX|IMAX"],
    (4, "rows"): [
        *("A", "A:", ":SS", "A SS", "A:SS|", "A:SS||B:SS", "A:SS:SS", "A:SS B:SS", "A:S S"),
        *("A:SS|A:SS", "A:SS,B:SS", "a:SS"),
    ],
    (5, "genres"): ["Drama|", "Drama||War", "Drama|drama", "Drama|Drama"],
    (5, "runtimeMinutes"): [
        *("1_5_3", "153.0", "1.5e2", "+153", "-153", "0153", "0x99", "153 min", "true", "1,530"),
        *("१५३", "１５３", "۱۵۳", "²", "1 53", "9" * 5_000),  # noqa: RUF001 - other scripts
    ],
    (5, "releaseDate"): [
        "1767225600",
        "20260110",
        "2026-W02-6",
        "10/01/2026",
        "\uff12\uff10\uff12\uff16-01-10",
    ],
    (5, "spokenLanguage"): ["de|es", "de es"],
    (5, "subtitleLanguages"): ["es|", "es es", "es|es", "es|ES"],
    (6, "startsAt"): ["1769990400", "2026-02-01", "2026-02-01T20:00", "2026-02-01T20:00:00"],
    (6, "format"): ["standard_2d", "STANDARD_2D|IMAX"],
    (6, "prices"): [
        "ADULT STANDARD 75.00 MXN CHILD STANDARD 56.00 MXN",
        "ADULT STANDARD 7500 MXN CHILD STANDARD 5600 MXN",
        "ADULT STANDARD 7500 MXN|CHILD STANDARD 5600 MXN|",
        "ADULT STANDARD 7500 MXN|ADULT STANDARD 7600 MXN",
        "ADULT STANDARD 7500 MXN|ADULT STANDARD 7500 MXN",
        "ADULT STANDARD 7500 MXN;CHILD STANDARD 5600 MXN",
        "ADULT STANDARD 7500",
        "ADULT STANDARD MXN 7500",
        "ADULT 7500 MXN",
        "ADULT STANDARD 7500 MXN x",
        "ADULT STANDARD 7500MXN",
        "ADULT STANDARD 75.00 MXN",
        "ADULT STANDARD 7_500 MXN",
        "ADULT STANDARD 7,500 MXN",
        "ADULT STANDARD 7 500 MXN",
        "ADULT STANDARD +7500 MXN",
        "ADULT STANDARD -7500 MXN",
        "ADULT STANDARD 07500 MXN",
        "ADULT STANDARD 75e2 MXN",
        "ADULT STANDARD True MXN",
        "ADULT STANDARD ७५०० MXN",
        "ADULT STANDARD 7500 mxn",
        "adult STANDARD 7500 MXN",
        "|",
    ],
}


@pytest.mark.parametrize(
    ("line", "column", "cell"),
    [(*place, cell) for place, cells in CELLS.items() for cell in cells],
)
async def test_what_a_cell_cannot_mean_is_named(
    town: Town, save: Callable[[str], Path], rows: Rows, line: int, column: str, cell: str
) -> None:
    set_cell(rows, line, column, cell)
    problems = await problems_of(town, save(text_of(rows)))
    assert any(place.startswith(f"line {line} {column}") for place, _ in problems), problems


async def test_a_cell_without_a_column_is_named(
    town: Town, save: Callable[[str], Path], rows: Rows
) -> None:
    rows[1] += ["", "left over"]
    columns = len(rows[0])
    assert await problems_of(town, save(text_of(rows))) == [
        (f"line 2 column {columns + 2}", "NO_COLUMN")
    ]
    rows[0].append("")
    rows[1][-2:] = ["left over"]
    assert await problems_of(town, save(text_of(rows))) == [
        (f"line 2 column {columns + 1}", "NO_COLUMN")
    ]


@pytest.mark.parametrize(
    ("header", "problem", "words"),
    [
        ("kind,id,nmae", ("line 1 nmae", "UNKNOWN_COLUMN"), "there is name"),
        ("kind,id,city_id", ("line 1 city_id", "UNKNOWN_COLUMN"), "there is cityId"),
        ("kind,id,Colour", ("line 1 Colour", "UNKNOWN_COLUMN"), "runtimeMinutes"),
        ("KIND,id,name", ("line 1 KIND", "UNKNOWN_COLUMN"), "there is kind"),
        ("kind,id,name,name", ("line 1 name", "DUPLICATE"), "two columns"),
        ("id,name,state,country", ("line 1 kind", "MISSING_COLUMN"), "cities, cinemas"),
        ("kind id name", ("line 1", "NO_COLUMN_NAMES"), "kind, id, name"),
        ("cities,Oaxaca", ("line 1", "NO_COLUMN_NAMES"), "kind, id, name"),
        ("sep=;\nkind;id;nmae", ("line 2 nmae", "UNKNOWN_COLUMN"), "there is name"),
        ("sep=|\nkind|id|name", ("line 1", "NOT_AN_IMPORT_FILE"), "semicolon"),
        ("", ("", "NOT_AN_IMPORT_FILE"), "no line of column names"),
        (",,\n\n", ("line 1", "NO_COLUMN_NAMES"), "kind, id, name"),
    ],
)
def test_a_bad_line_of_column_names_is_named(
    save: Callable[[str], Path], header: str, problem: tuple[str, str], words: str
) -> None:
    with pytest.raises(ImportRejected) as rejected:
        read_import_file(save(f"{header}\n" if header else ""))
    found = {(" ".join(each.path), each.code): each.message for each in rejected.value.problems}
    assert words in found[problem]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("kind,name\ncities,León".encode("latin-1"), "line 2", "0xF3 is not UTF-8"),
        ("kind,name\n\ncities,東京".encode("shift-jis"), "line 3", "CSV UTF-8"),
        (codecs.BOM_UTF16_LE + b"k", "line 1", "is not UTF-16"),
        (EXAMPLE.encode("utf-16-le"), "", "NUL characters"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00!", "", "spreadsheet's own format"),
        (b'kind,name\ncities,"Oaxaca', "line 2", "not CSV"),
        (b'kind,name\ncities,"Oax"aca', "line 2", "not CSV"),
    ],
    ids=["latin-1", "shift-jis", "half", "no mark", "xlsx", "open quote", "early quote"],
)
def test_a_file_that_is_no_csv_in_utf_8_is_named(
    save: Callable[[bytes], Path], content: bytes, place: str, words: str
) -> None:
    with pytest.raises(ImportRejected) as rejected:
        read_import_file(save(content))
    (problem,) = rejected.value.problems
    assert (" ".join(problem.path), problem.code) == (place, "NOT_AN_IMPORT_FILE")
    assert words in problem.message


async def test_semicolons_from_a_spreadsheet_are_imported(
    town: Town, save: Callable[[str | bytes], Path], rows: Rows
) -> None:
    spreadsheet = [*rows, [""] * len(rows[0])]
    file = save(codecs.BOM_UTF8 + text_of(spreadsheet, ";").encode())
    summary = await run_import(town, file)
    assert summary.new == {"cities": 1, "cinemas": 1, "auditoriums": 1, "movies": 1, "showtimes": 2}
