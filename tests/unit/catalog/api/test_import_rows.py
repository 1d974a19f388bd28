"""Each field of each row of a JSON file takes its own type alone, and takes all of it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from subgraphs.catalog.api.import_files.files import read_import_file
from tests.unit.catalog.import_files import EXAMPLE_JSON, Content, change, problems_of
from tests.unit.catalog.town import Town

NO_TEXT: list[Any] = [5, 5.0, True, None, [], ["a"], {}]
NO_NUMBER: list[Any] = [
    True,
    1.0,
    153.0,
    1e2,
    "153",
    "1_5_3",
    " 153",
    "0x99",
    "१५३",
    None,
    [153],
    {},
]
NO_LIST: list[Any] = ["STANDARD_2D", 5, True, None, {}, {"0": "STANDARD_2D"}]
NO_NAME: list[Any] = ["imax", "IMAX ", "", 1, True, None, ["IMAX"]]
NO_DATE: list[Any] = [
    *(1767225600, 1767225600.0, True, None, "1767225600", "20260110", "2026-1-10", "10/01/2026"),
    *("2026-01-10T00:00:00Z", "2026-01-10 ", "2026-W02-6", "2026-010", "2026-02-30", ""),
    *(
        "\uff12\uff10\uff12\uff16-\uff10\uff11-\uff11\uff10",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0661\u0660",
        "-2026-01-10",
        "+2026-01-10",
    ),
]
NO_TIME: list[Any] = [
    *(1769990400, 1769990400.5, True, None, "1769990400", "2026-02-01", "2026-02-01T20:00:00"),
    *("2026-02-01T20:00-06:00", "20260201T200000Z", "2026-W05-7T20:00:00Z", "2026-032T20:00:00Z"),
    *("2026-02-01 20:00:00-06:00", "2026-02-01T20:00:00.5-06:00", "2026-02-01T24:00:00-06:00"),
    *("2026-02-01T20:00:60Z", "2026-02-01T20:00:00-0600", "2026-02-01T20:00:00-06", ""),
    *("2026-02-01T20:00:00 -06:00", "2026-02-01T20:00:00-06:00:30", "2026-02-01T20:00:00+24:00"),
    *("\uff12\uff10\uff12\uff16-02-01T20:00:00Z", "2026-02-01T20:00:00,0Z", "2026-02-30T20:00:00Z"),
]
NO_ID: list[Any] = [
    *NO_TEXT,
    "",
    "1",
    "01J00000000000000000000001",
    "mov_01j00000000000000000000001",
]

BAD_VALUES: dict[str, Sequence[Any]] = {
    "cities.0.id": NO_ID,
    "cities.0.name": NO_TEXT,
    "cities.0.state": NO_TEXT,
    "cities.0.country": NO_TEXT,
    "cinemas.0.id": NO_ID,
    "cinemas.0.cityId": NO_ID,
    "cinemas.0.name": NO_TEXT,
    "cinemas.0.address": NO_TEXT,
    "cinemas.0.timezone": NO_TEXT,
    "auditoriums.0.id": NO_ID,
    "auditoriums.0.cinemaId": NO_ID,
    "auditoriums.0.name": NO_TEXT,
    "auditoriums.0.formats": [*NO_LIST, ["IMAX", "IMAX"]],
    "auditoriums.0.formats.0": NO_NAME,
    "auditoriums.0.rows": [
        *NO_LIST,
        [{"label": "A", "seats": "S"}, {"label": "A", "seats": "SS"}],
    ],
    "auditoriums.0.rows.0": ["A:SSS", 5, None, ["A", "SSS"]],
    "auditoriums.0.rows.0.label": [*NO_TEXT, "", "a", "1", "ABC", "Α"],  # noqa: RUF001 - Greek
    "auditoriums.0.rows.0.seats": [*NO_TEXT, "", "s", "S S", "S:S", "SX", "..."],
    "movies.0.id": NO_ID,
    "movies.0.title": NO_TEXT,
    "movies.0.originalTitle": [5, True, [], {}, ""],
    "movies.0.synopsis": NO_TEXT,
    "movies.0.runtimeMinutes": [*NO_NUMBER, 0, -153, 601, 10**30],
    "movies.0.releaseDate": NO_DATE,
    "movies.0.certification": NO_TEXT,
    "movies.0.genres": [*NO_LIST, [], ["Drama", "Drama"], ["Drama", "DRAMA"], ["Música", "musica"]],
    "movies.0.genres.0": NO_TEXT,
    "movies.0.formats": [*NO_LIST, [], ["IMAX", "IMAX"]],
    "movies.0.formats.0": NO_NAME,
    "movies.0.spokenLanguage": [*NO_TEXT, "", "Spanish", "es_MX", "ES"],
    "movies.0.subtitleLanguages": [*NO_LIST, ["es", "es"], ["es-MX", "es-mx"]],
    "movies.0.subtitleLanguages.0": [*NO_TEXT, "", "ES"],
    "movies.0.posterUrl": [5, True, [], {}, "", "poster.png", "https://a.test/\nb"],
    "movies.0.trailerUrl": [5, True, [], {}, "", "javascript:alert(1)"],
    "showtimes.0.id": NO_ID,
    "showtimes.0.movieId": NO_ID,
    "showtimes.0.auditoriumId": NO_ID,
    "showtimes.0.startsAt": NO_TIME,
    "showtimes.0.format": NO_NAME,
    "showtimes.0.audioLanguage": [*NO_TEXT, "", "German"],
    "showtimes.0.subtitleLanguage": [5, True, [], {}, "", "Spanish"],
    "showtimes.0.prices": [
        *("ADULT STANDARD 7500 MXN", 5, True, None, {}, []),
        [
            {"category": "ADULT", "seatClass": "STANDARD", "amountMinor": n, "currency": "MXN"}
            for n in (7500, 7600)
        ],
    ],
    "showtimes.0.prices.0": ["ADULT STANDARD 7500 MXN", 5, None, []],
    "showtimes.0.prices.0.category": ["adult", "ADULT ", "", 1, True, None],
    "showtimes.0.prices.0.seatClass": ["standard", "STANDARD ", "", 1, True, None],
    "showtimes.0.prices.0.amountMinor": [*NO_NUMBER, -1, 75.5, 2**31, 10**30],
    "showtimes.0.prices.0.currency": [*NO_TEXT, "", "mxn", "XTS", "MX"],
}


@pytest.mark.parametrize(
    ("path", "value"), [(path, value) for path, values in BAD_VALUES.items() for value in values]
)
async def test_a_field_takes_its_own_type_alone(
    town: Town, content: Content, write: Callable[[object], Path], path: str, value: Any
) -> None:
    change(path, value)(content)
    kind, number, *field = path.split(".")
    place = " ".join([kind, str(int(number) + 1), *field])
    found = {at for at, _ in await problems_of(town, write(content))}
    assert any(at.startswith(place) for at in found), found


async def test_every_field_of_the_example_is_tried(content: Content) -> None:
    tried = {(kind, field) for kind, _, field, *_ in (path.split(".") for path in BAD_VALUES)}
    fields = {(kind, name) for kind, rows in content.items() for row in rows for name in row}
    assert fields <= tried


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("cities.0", "name"),
        ("movies.0", "runtimeMinutes"),
        ("showtimes.0", "id"),
        ("showtimes.0.prices.1", "amountMinor"),
        ("auditoriums.0.rows.0", "seats"),
    ],
)
async def test_a_name_that_an_object_has_twice_is_refused(
    town: Town, content: Content, write: Callable[[object], Path], path: str, field: str
) -> None:
    at: Any = content
    for name in path.split("."):
        at = at[int(name) if name.isdigit() else name]
    once = json.dumps({field: at[field]})[1:-1]
    at[field] = "WRITTEN TWICE"
    text = json.dumps(content).replace(f'"{field}": "WRITTEN TWICE"', f"{once}, {once}")
    kind, number, *rest = path.split(".")
    place = " ".join([kind, str(int(number) + 1), *rest, field])
    assert await problems_of(town, write(text)) == [(place, "DUPLICATE")]


@pytest.mark.parametrize("name", ["runtime_minutes", "RuntimeMinutes", "runtimeminutes"])
async def test_a_field_has_one_name(
    town: Town, content: Content, write: Callable[[object], Path], name: str
) -> None:
    content["movies"][0][name] = 153
    assert await problems_of(town, write(content)) == [(f"movies 1 {name}", "EXTRA_FORBIDDEN")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "programme.json"
    file.write_bytes(EXAMPLE_JSON.read_text().encode(encoding))
    assert read_import_file(file) == read_import_file(EXAMPLE_JSON)
