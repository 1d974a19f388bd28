"""Bad inputs, over HTTP: each is answered by its code, and nothing is written."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.stack.catalog.inputs import MUTATIONS, mutate, stored
from tests.stack.catalog.programme import Programme

SEATS = "rows.0.seats"


BAD_FIELDS: list[tuple[str, dict[str, Any], str, str]] = [
    ("movie", {"title": ""}, "title", "STRING_TOO_SHORT"),
    ("movie", {"title": "   "}, "title", "STRING_TOO_SHORT"),
    ("movie", {"title": "x" * 201}, "title", "STRING_TOO_LONG"),
    ("movie", {"title": "two\nlines"}, "title", "CONTROL_CHARACTER"),
    ("movie", {"title": "nul\x00"}, "title", "CONTROL_CHARACTER"),
    ("movie", {"originalTitle": ""}, "originalTitle", "STRING_TOO_SHORT"),
    ("movie", {"synopsis": ""}, "synopsis", "STRING_TOO_SHORT"),
    ("movie", {"synopsis": "x" * 4001}, "synopsis", "STRING_TOO_LONG"),
    ("movie", {"runtimeMinutes": 0}, "runtimeMinutes", "GREATER_THAN_EQUAL"),
    ("movie", {"runtimeMinutes": -5}, "runtimeMinutes", "GREATER_THAN_EQUAL"),
    ("movie", {"runtimeMinutes": 601}, "runtimeMinutes", "LESS_THAN_EQUAL"),
    ("movie", {"releaseDate": "1894-12-31"}, "releaseDate", "OUT_OF_RANGE"),
    ("movie", {"releaseDate": "9999-12-31"}, "releaseDate", "OUT_OF_RANGE"),
    ("movie", {"certification": ""}, "certification", "STRING_TOO_SHORT"),
    ("movie", {"certification": "x" * 21}, "certification", "STRING_TOO_LONG"),
    ("movie", {"genres": []}, "genres", "TOO_SHORT"),
    ("movie", {"genres": ["A"] * 2}, "genres", "DUPLICATE"),
    ("movie", {"genres": list("ABCDEFGHIJK")}, "genres", "TOO_LONG"),
    ("movie", {"genres": [""]}, "genres.0", "STRING_TOO_SHORT"),
    ("movie", {"formats": []}, "formats", "TOO_SHORT"),
    ("movie", {"formats": ["IMAX", "IMAX"]}, "formats", "DUPLICATE"),
    ("movie", {"spokenLanguage": "Spanish"}, "spokenLanguage", "STRING_PATTERN_MISMATCH"),
    ("movie", {"spokenLanguage": ""}, "spokenLanguage", "STRING_PATTERN_MISMATCH"),
    ("movie", {"subtitleLanguages": ["e"]}, "subtitleLanguages.0", "STRING_PATTERN_MISMATCH"),
    ("movie", {"subtitleLanguages": ["es", "es"]}, "subtitleLanguages", "DUPLICATE"),
    ("movie", {"posterUrl": "javascript:alert(1)"}, "posterUrl", "INVALID_URL"),
    ("movie", {"posterUrl": "https://"}, "posterUrl", "INVALID_URL"),
    ("movie", {"posterUrl": "https://[x"}, "posterUrl", "INVALID_URL"),
    ("movie", {"posterUrl": 'https://exa\nmple.com/\t\0"><script>'}, "posterUrl", "INVALID_URL"),
    ("movie", {"trailerUrl": "ftp://a.test/b"}, "trailerUrl", "INVALID_URL"),
    ("movie", {"trailerUrl": "https://a.test/" + "b" * 2000}, "trailerUrl", "STRING_TOO_LONG"),
    ("change", {"title": None}, "title", "REQUIRED"),
    ("change", {"runtimeMinutes": None}, "runtimeMinutes", "REQUIRED"),
    ("change", {"genres": []}, "genres", "TOO_SHORT"),
    ("change", {"formats": None}, "formats", "REQUIRED"),
    ("cinema", {"name": ""}, "name", "STRING_TOO_SHORT"),
    ("cinema", {"name": "KNOWN CINEMA"}, "name", "TAKEN"),
    ("cinema", {"address": " "}, "address", "STRING_TOO_SHORT"),
    ("cinema", {"timezone": "Bogota"}, "timezone", "UNKNOWN_TIME_ZONE"),
    ("cinema", {"timezone": "localtime"}, "timezone", "UNKNOWN_TIME_ZONE"),
    ("update", {"timezone": "Factory"}, "timezone", "UNKNOWN_TIME_ZONE"),
    ("cinema", {"timezone": "../etc/passwd"}, "timezone", "UNKNOWN_TIME_ZONE"),
    ("update", {"timezone": None}, "timezone", "REQUIRED"),
    ("update", {"name": "x" * 201}, "name", "STRING_TOO_LONG"),
    ("auditorium", {"name": "KNOWN AUDITORIUM"}, "name", "TAKEN"),
    ("auditorium", {"formats": []}, "formats", "TOO_SHORT"),
    ("auditorium", {"rows": []}, "rows", "TOO_SHORT"),
    ("auditorium", {"rows": [{"label": "A", "seats": []}]}, SEATS, "TOO_SHORT"),
    (
        "auditorium",
        {"rows": [{"label": "a", "seats": [{"number": 1, "column": 1}]}]},
        "rows.0.label",
        "STRING_PATTERN_MISMATCH",
    ),
    (
        "auditorium",
        {"rows": [{"label": "A1", "seats": [{"number": 1, "column": 1}]}]},
        "rows.0.label",
        "STRING_PATTERN_MISMATCH",
    ),
    (
        "auditorium",
        {"rows": [{"label": "A", "seats": [{"number": 1, "column": 1}]}] * 2},
        "rows",
        "DUPLICATE",
    ),
    (
        "auditorium",
        {"rows": [{"label": "A", "seats": [{"number": 1, "column": n} for n in (1, 2)]}]},
        SEATS,
        "DUPLICATE",
    ),
    (
        "auditorium",
        {"rows": [{"label": "A", "seats": [{"number": n, "column": 1} for n in (1, 2)]}]},
        SEATS,
        "DUPLICATE",
    ),
    (
        "auditorium",
        {"rows": [{"label": "A", "seats": [{"number": 0, "column": 1}]}]},
        f"{SEATS}.0.number",
        "GREATER_THAN_EQUAL",
    ),
    (
        "auditorium",
        {"rows": [{"label": "A", "seats": [{"number": 1, "column": 101}]}]},
        f"{SEATS}.0.column",
        "LESS_THAN_EQUAL",
    ),
    (
        "auditorium",
        {
            "rows": [
                {"label": label, "seats": [{"number": n, "column": n} for n in range(1, 101)]}
                for label in "ABCDEFG"
            ]
        },
        "rows",
        "TOO_MANY_SEATS",
    ),
    ("showtime", {"startsAt": "2020-06-10T10:00:00-05:00"}, "startsAt", "IN_THE_PAST"),
    ("showtime", {"startsAt": "2199-01-01T00:00:00Z"}, "startsAt", "TOO_FAR"),
    ("showtime", {"startsAt": "1999-12-31T23:59:59Z"}, "startsAt", "OUT_OF_RANGE"),
    ("showtime", {"startsAt": "2201-01-01T00:00:00Z"}, "startsAt", "OUT_OF_RANGE"),
    ("showtime", {"format": "FOUR_DX"}, "format", "NOT_IN_AUDITORIUM"),
    ("showtime", {"audioLanguage": "EN"}, "audioLanguage", "STRING_PATTERN_MISMATCH"),
    ("showtime", {"subtitleLanguage": ""}, "subtitleLanguage", "STRING_PATTERN_MISMATCH"),
    ("showtime", {"prices": []}, "prices", "TOO_SHORT"),
    (
        "showtime",
        {
            "prices": [
                {
                    "category": "ADULT",
                    "seatClass": "STANDARD",
                    "amountMinor": -1,
                    "currency": "COP",
                }
            ]
        },
        "prices.0.amountMinor",
        "GREATER_THAN_EQUAL",
    ),
    (
        "showtime",
        {
            "prices": [
                {
                    "category": "ADULT",
                    "seatClass": "STANDARD",
                    "amountMinor": 5,
                    "currency": "peso",
                }
            ]
        },
        "prices.0.currency",
        "UNKNOWN_CURRENCY",
    ),
    ("week", {"firstDay": "9999-12-31"}, "firstDay", "OUT_OF_RANGE"),
]
"""The kind of input, what is changed in a good one, and the field and code of the problem."""


@pytest.mark.parametrize(("kind", "changes", "path", "code"), BAD_FIELDS)
async def test_a_bad_field_is_named(
    programme: Programme,
    good: Mapping[str, dict[str, Any]],
    kind: str,
    changes: dict[str, Any],
    path: str,
    code: str,
) -> None:
    before = await stored(programme)
    outcome = await mutate(programme, kind, good[kind] | changes)
    assert outcome["__typename"] == "InvalidInput"
    assert (path, code) in [(".".join(each["path"]), each["code"]) for each in outcome["fields"]]
    assert await stored(programme) == before


NOWHERE = "0" * 26


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("change", {"id": f"mov_{NOWHERE}"}),
        ("change", {"id": "mov_'; drop table"}),
        ("cinema", {"cityId": f"cty_{NOWHERE}"}),
        ("cinema", {"cityId": ""}),
        ("update", {"id": "cin_1"}),
        ("auditorium", {"cinemaId": f"aud_{NOWHERE}"}),
        ("showtime", {"movieId": "nothing"}),
        ("showtime", {"auditoriumId": "nothing"}),
        ("move", {"id": f"sho_{NOWHERE}"}),
        ("move", {"auditoriumId": f"aud_{NOWHERE}"}),
        ("week", {"cinemaId": "nothing"}),
    ],
)
async def test_an_unknown_id_is_not_found(
    programme: Programme,
    good: Mapping[str, dict[str, Any]],
    kind: str,
    changes: dict[str, Any],
) -> None:
    before = await stored(programme)
    outcome = await mutate(programme, kind, good[kind] | changes)
    assert outcome["__typename"] == "NotFound"
    assert await stored(programme) == before


@pytest.mark.parametrize("kind", MUTATIONS)
async def test_the_good_inputs_are_accepted(
    programme: Programme, good: Mapping[str, dict[str, Any]], kind: str
) -> None:
    """The inputs above were therefore refused for their one bad field alone."""
    outcome = await mutate(programme, kind, good[kind])
    assert outcome["__typename"] not in ("InvalidInput", "NotFound", "ScheduleConflict")
