"""Reading import files: every malformed row is reported, and nothing is written."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.catalog.import_files import EXAMPLE_CSV, Content, change, problems_of
from tests.unit.catalog.town import Town


@pytest.mark.parametrize(
    ("apply", "problem"),
    [
        (change("movies.0.runtimeMinutes", 0), ("movies 1 runtimeMinutes", "GREATER_THAN_EQUAL")),
        (change("movies.0.colour", "red"), ("movies 1 colour", "EXTRA_FORBIDDEN")),
        (change("movies.0.id", "sho_1"), ("movies 1 id", "STRING_PATTERN_MISMATCH")),
        (change("cinemas.0.timezone", "Mars"), ("cinemas 1 timezone", "UNKNOWN_TIME_ZONE")),
        (
            change("cinemas.0.cityId", "cty_" + "0" * 26),
            ("cinemas 1 cityId", "UNKNOWN_REFERENCE"),
        ),
        (
            change("showtimes.1.movieId", "mov_" + "0" * 26),
            ("showtimes 2 movieId", "UNKNOWN_REFERENCE"),
        ),
        (
            change("showtimes.1.startsAt", "2026-02-01T21:00:00-06:00"),
            ("showtimes 2 startsAt", "OVERLAP"),
        ),
        *(
            (change("showtimes.0.startsAt", moment), ("showtimes 1 startsAt", "INVALID_MOMENT"))
            for moment in ("2026-02-01T21:00:00", "2026-W05-7T21:00Z", "1769979600", 1769979600)
        ),
        *(
            (change("movies.0.releaseDate", day), ("movies 1 releaseDate", "INVALID_DAY"))
            for day in ("2026-W05-7", "2026-02-01T00:00:00Z", "20260201", 20485, True)
        ),
        (
            change("showtimes.0.startsAt", "2026-01-09T21:00:00-06:00"),
            ("showtimes 1 startsAt", "BEFORE_RELEASE"),
        ),
        (
            change("showtimes.0.startsAt", "2029-01-01T00:00:00Z"),
            ("showtimes 1 startsAt", "TOO_FAR"),
        ),
        (change("showtimes.0.format", "IMAX"), ("showtimes 1 format", "NOT_IN_AUDITORIUM")),
        (change("showtimes.0.prices", []), ("showtimes 1 prices", "TOO_SHORT")),
        (
            change("showtimes.1.id", "sho_01J00000000000000000000001"),
            ("showtimes 2 id", "DUPLICATE"),
        ),
        (
            change("auditoriums.0.rows", [{"label": "A", "seats": "..."}]),
            ("auditoriums 1 rows 0 seats", "STRING_PATTERN_MISMATCH"),
        ),
        (
            change(
                "auditoriums.0.rows", [{"label": each, "seats": "S" * 86} for each in "ABCDEFG"]
            ),
            ("auditoriums 1 rows", "TOO_MANY_SEATS"),
        ),
        (
            change("showtimes.0.prices.0.currency", "XTS"),
            ("showtimes 1 prices 0 currency", "UNKNOWN_CURRENCY"),
        ),
        *(
            (
                change("showtimes.0.prices.0.amountMinor", amount),
                ("showtimes 1 prices 0 amountMinor", "TOO_HIGH"),
            )
            for amount in (214_748_365, 2**31 - 1, 2**31, 10**30)
        ),
        (change("movies", {}), ("movies", "NOT_AN_IMPORT_FILE")),
        (change("pictures", []), ("pictures", "NOT_AN_IMPORT_FILE")),
        (change("movies", [17]), ("movies 1", "MODEL_TYPE")),
    ],
)
async def test_a_bad_row_is_named(
    town: Town,
    content: Content,
    write: Callable[[object], Path],
    apply: Callable[[Content], None],
    problem: tuple[str, str],
) -> None:
    apply(content)
    assert problem in await problems_of(town, write(content))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1 column 1"),
        ("[]", ""),
        ("{", "line 1 column 2"),
        ("null", ""),
        ('{"movies": 1}', "movies"),
        ("[" * 100_000, ""),
        ('{"movies": []} x', "line 1 column 16"),
        ('{"movies": [],\n "cities": [],\n "movies": []}', "movies"),
        ('{"movies": [{"runtimeMinutes": NaN}]}', ""),
        ('{"movies": [{"runtimeMinutes": 1_0}]}', "line 1 column 33"),
    ],
)
async def test_a_file_of_another_form_is_rejected(
    town: Town, write: Callable[[object], Path], text: str, place: str
) -> None:
    assert await problems_of(town, write(text)) == [(place, "NOT_AN_IMPORT_FILE")]


async def test_every_bad_row_is_named_at_once(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    change("movies.0.title", "")(content)
    change("cinemas.0.name", 5)(content)
    change("showtimes.0.audioLanguage", "German")(content)
    change("showtimes.1.auditoriumId", "aud_" + "0" * 26)(content)
    content["showtimes"].append(content["showtimes"][1])
    assert [place for place, _ in await problems_of(town, write(content))] == [
        "cinemas 1 name",
        "movies 1 title",
        "showtimes 1 audioLanguage",
        "showtimes 3 id",
        "showtimes 2 auditoriumId",
        "showtimes 3 auditoriumId",
    ]


async def test_well_formed_rows_are_checked_beside_malformed_ones(
    town: Town, content: Content, write: Callable[[object], Path]
) -> None:
    change("cities.0.name", "")(content)
    change("showtimes.1.format", "IMAX")(content)
    assert [place for place, _ in await problems_of(town, write(content))] == [
        "cities 1 name",
        "showtimes 2 format",
        "showtimes 2 format",
    ]


async def test_a_bad_line_of_csv_is_named_by_its_number(town: Town, tmp_path: Path) -> None:
    rows = list(csv.reader(EXAMPLE_CSV.read_text().splitlines()))
    kinds = [row[0] for row in rows]
    rows[kinds.index("movies")][0] = "pictures"
    rows[kinds.index("showtimes")].append("one cell too many")
    file = tmp_path / "programme.csv"
    with file.open("w", newline="") as lines:
        csv.writer(lines).writerows(rows)
    problems = await problems_of(town, file)
    assert ("line 5 kind", "UNKNOWN_KIND") in problems
    assert any(place.startswith("line 6") for place, _ in problems)
