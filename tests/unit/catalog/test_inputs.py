"""Bad inputs, through the schema: each is answered by its code, and nothing is written."""

import base64
import json
import re
from typing import Any, cast

import pytest
from redis.asyncio import Redis
from starlette.requests import Request

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from subgraphs.catalog.answer_cache import AnswerCache, SharedAnswers
from subgraphs.catalog.context import Context
from subgraphs.catalog.schema import schema
from tests.unit.catalog.conftest import Town
from tests.unit.catalog.test_answer_cache import MemoryRedis

REFUSED = "... on InvalidInput { fields { path code } } ... on NotFound { id }"


def mutation(name: str, input_type: str) -> str:
    return (
        f"mutation M($input: {input_type}!) {{ {name}(input: $input) {{ __typename {REFUSED} }} }}"
    )


MUTATIONS = {
    "movie": mutation("createMovie", "CreateMovieInput"),
    "change": mutation("updateMovie", "UpdateMovieInput"),
    "cinema": mutation("createCinema", "CreateCinemaInput"),
    "update": mutation("updateCinema", "UpdateCinemaInput"),
    "hall": mutation("createAuditorium", "CreateAuditoriumInput"),
    "showtime": mutation("scheduleShowtime", "ScheduleShowtimeInput"),
    "move": mutation("moveShowtime", "MoveShowtimeInput"),
    "week": mutation("copyWeek", "CopyWeekInput"),
}


def good(town: Town) -> dict[str, dict[str, Any]]:
    """An input of each kind that is accepted."""
    price = {"amountMinor": 100, "currency": "COP", "category": "ADULT"}
    return {
        "movie": {
            "title": "Coco",
            "synopsis": "A boy sings.",
            "runtimeMinutes": 105,
            "releaseDate": "2026-06-01",
            "certification": "PG",
            "genres": ["Animation"],
            "formats": ["STANDARD_2D"],
            "spokenLanguage": "es-MX",
        },
        "change": {"id": town.movie.id, "title": "Vaiana"},
        "cinema": {
            "cityId": town.city.id,
            "name": "Hayuelos",
            "address": "Calle 20",
            "timezone": "America/Bogota",
        },
        "update": {"id": town.cinema.id, "address": "Calle 21"},
        "hall": {
            "cinemaId": town.cinema.id,
            "name": "Sala 2",
            "formats": ["IMAX"],
            "rows": [{"label": "A", "seats": [{"number": 1, "column": 1}]}],
        },
        "showtime": {
            "movieId": town.movie.id,
            "auditoriumId": town.hall.id,
            "startsAt": "2026-06-11T20:00:00-05:00",
            "format": "STANDARD_2D",
            "audioLanguage": "es",
            "prices": [price | {"seatClass": "STANDARD"}, price | {"seatClass": "PREMIUM"}],
        },
        "week": {"cinemaId": town.cinema.id, "firstDay": "2026-06-08"},
    }


async def execute(
    town: Town, query: str, variables: dict[str, Any], *, role: Role | None = Role.ADMIN
) -> tuple[Any, list[dict[str, Any]]]:
    shared = SharedAnswers(cast(Redis, MemoryRedis()), town.clock)
    cache = AnswerCache(shared, town.store.version, town.clock)
    sessions = cast(SessionStore, None)  # nobody has a token
    context = Context(sessions, "session", town.service, town.planning, cache, "/posters")
    if role is None:
        context.request = Request({"type": "http", "headers": []})
    else:
        context.now_logged_in(Viewer("acc_1", "ses_1", frozenset({role})))
    result = await schema.execute(query, variable_values=variables, context_value=context)
    errors = [{"message": each.message, **(each.extensions or {})} for each in result.errors or []]
    return result.data, errors


@pytest.mark.parametrize("kind", [kind for kind in MUTATIONS if kind != "move"])
async def test_the_good_inputs_are_good(town: Town, kind: str) -> None:
    data, errors = await execute(town, MUTATIONS[kind], {"input": good(town)[kind]})
    assert not errors
    ((_, answer),) = data.items()
    assert answer["__typename"] not in ("InvalidInput", "NotFound")


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
    ("movie", {"trailerUrl": "ftp://a.test/b"}, "trailerUrl", "INVALID_URL"),
    ("movie", {"trailerUrl": "https://a.test/" + "b" * 2000}, "trailerUrl", "STRING_TOO_LONG"),
    ("change", {"title": None}, "title", "REQUIRED"),
    ("change", {"runtimeMinutes": None}, "runtimeMinutes", "REQUIRED"),
    ("change", {"genres": []}, "genres", "TOO_SHORT"),
    ("change", {"formats": None}, "formats", "REQUIRED"),
    ("cinema", {"name": ""}, "name", "STRING_TOO_SHORT"),
    ("cinema", {"name": "calima"}, "name", "TAKEN"),
    ("cinema", {"address": " "}, "address", "STRING_TOO_SHORT"),
    ("cinema", {"timezone": "Bogota"}, "timezone", "UNKNOWN_TIME_ZONE"),
    ("cinema", {"timezone": "../etc/passwd"}, "timezone", "UNKNOWN_TIME_ZONE"),
    ("update", {"timezone": None}, "timezone", "REQUIRED"),
    ("update", {"name": "x" * 201}, "name", "STRING_TOO_LONG"),
    ("hall", {"name": "SALA 1"}, "name", "TAKEN"),
    ("hall", {"formats": []}, "formats", "TOO_SHORT"),
    ("hall", {"rows": []}, "rows", "TOO_SHORT"),
    ("hall", {"rows": [{"label": "A", "seats": []}]}, SEATS, "TOO_SHORT"),
    (
        "hall",
        {"rows": [{"label": "a", "seats": [{"number": 1, "column": 1}]}]},
        "rows.0.label",
        "STRING_PATTERN_MISMATCH",
    ),
    (
        "hall",
        {"rows": [{"label": "A1", "seats": [{"number": 1, "column": 1}]}]},
        "rows.0.label",
        "STRING_PATTERN_MISMATCH",
    ),
    (
        "hall",
        {"rows": [{"label": "A", "seats": [{"number": 1, "column": 1}]}] * 2},
        "rows",
        "DUPLICATE",
    ),
    (
        "hall",
        {"rows": [{"label": "A", "seats": [{"number": 1, "column": n} for n in (1, 2)]}]},
        SEATS,
        "DUPLICATE",
    ),
    (
        "hall",
        {"rows": [{"label": "A", "seats": [{"number": n, "column": 1} for n in (1, 2)]}]},
        SEATS,
        "DUPLICATE",
    ),
    (
        "hall",
        {"rows": [{"label": "A", "seats": [{"number": 0, "column": 1}]}]},
        f"{SEATS}.0.number",
        "GREATER_THAN_EQUAL",
    ),
    (
        "hall",
        {"rows": [{"label": "A", "seats": [{"number": 1, "column": 101}]}]},
        f"{SEATS}.0.column",
        "LESS_THAN_EQUAL",
    ),
    (
        "hall",
        {
            "rows": [
                {"label": label, "seats": [{"number": n, "column": n} for n in range(1, 101)]}
                for label in "ABCDEFG"
            ]
        },
        "rows",
        "TOO_MANY_SEATS",
    ),
    ("showtime", {"startsAt": "2026-06-10T10:00:00-05:00"}, "startsAt", "IN_THE_PAST"),
    ("showtime", {"startsAt": "2199-01-01T00:00:00Z"}, "startsAt", "TOO_FAR"),
    ("showtime", {"startsAt": "0001-01-01T00:00:00+14:00"}, "startsAt", "OUT_OF_RANGE"),
    ("showtime", {"startsAt": "9999-12-31T23:59:59-14:00"}, "startsAt", "OUT_OF_RANGE"),
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
                    "amountMinor": 0,
                    "currency": "COP",
                }
            ]
        },
        "prices.0.amountMinor",
        "GREATER_THAN",
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
"""The kind of input, what is changed in a good one, and the problem that is to be named."""


@pytest.mark.parametrize(("kind", "changes", "path", "code"), BAD_FIELDS)
async def test_a_bad_field_is_named(
    town: Town, kind: str, changes: dict[str, Any], path: str, code: str
) -> None:
    data, errors = await execute(town, MUTATIONS[kind], {"input": good(town)[kind] | changes})
    assert not errors
    ((_, answer),) = data.items()
    assert answer["__typename"] == "InvalidInput"
    assert (path, code) in [(".".join(each["path"]), each["code"]) for each in answer["fields"]]
    assert town.store.number == 0


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("change", {"id": "mov_00000000000000000000000000"}),
        ("change", {"id": "mov_'; drop table"}),
        ("cinema", {"cityId": "cty_00000000000000000000000000"}),
        ("cinema", {"cityId": ""}),
        ("update", {"id": "cin_1"}),
        ("hall", {"cinemaId": "aud_00000000000000000000000000"}),
        ("showtime", {"movieId": "nothing"}),
        ("showtime", {"auditoriumId": "nothing"}),
        ("move", {"id": "sho_00000000000000000000000000"}),
        ("week", {"cinemaId": "nothing"}),
    ],
)
async def test_what_is_not_there_is_not_found(
    town: Town, kind: str, changes: dict[str, Any]
) -> None:
    data, errors = await execute(
        town, MUTATIONS[kind], {"input": good(town).get(kind, {}) | changes}
    )
    assert not errors
    ((_, answer),) = data.items()
    assert answer["__typename"] == "NotFound"
    assert town.store.number == 0


NOT_FOR = [
    (None, "UNAUTHENTICATED"),
    (Role.CUSTOMER, "FORBIDDEN"),
    (Role.STAFF, "FORBIDDEN"),
]


@pytest.mark.parametrize("kind", MUTATIONS)
@pytest.mark.parametrize(("role", "code"), NOT_FOR)
async def test_planning_is_for_administrators(
    town: Town, kind: str, role: Role | None, code: str
) -> None:
    values = good(town).get(kind, {"id": "sho_1"})
    data, errors = await execute(town, MUTATIONS[kind], {"input": values}, role=role)
    assert data is None
    assert [each["code"] for each in errors] == [code]
    assert town.store.number == 0


@pytest.mark.parametrize("name", ["archiveMovie", "restoreMovie", "cancelShowtime"])
@pytest.mark.parametrize(("role", "code"), NOT_FOR)
async def test_so_is_what_takes_an_id_alone(
    town: Town, name: str, role: Role | None, code: str
) -> None:
    showtime = await town.planning.showtimes.schedule(town.plan())
    version = town.store.number
    id = showtime.id if name == "cancelShowtime" else town.movie.id
    query = f"mutation($id: ID!) {{ {name}(id: $id) {{ __typename }} }}"
    data, errors = await execute(town, query, {"id": id}, role=role)
    assert data is None
    assert [each["code"] for each in errors] == [code]
    assert town.store.number == version


def test_no_mutation_is_left_out() -> None:
    mutations = schema.as_str().partition("type Mutation {")[2].partition("\n}")[0]
    names = set(re.findall(r"^  (\w+)\(", mutations, re.MULTILINE))
    tested = {re.findall(r"{ (\w+)\(", query)[0] for query in MUTATIONS.values()}
    assert names == tested | {"archiveMovie", "restoreMovie", "cancelShowtime"}


def cursor(*key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ("{ movies(first: 0) { totalCount } }", "first", "OUT_OF_RANGE"),
        ("{ movies(first: 101) { totalCount } }", "first", "OUT_OF_RANGE"),
        ("{ showtimes(first: -1) { totalCount } }", "first", "OUT_OF_RANGE"),
        ('{ movies(after: "x") { totalCount } }', "after", "BAD_CURSOR"),
        (f'{{ movies(after: "{cursor(1, 2)}") {{ totalCount }} }}', "after", "BAD_CURSOR"),
        (f'{{ movies(after: "{cursor("a")}") {{ totalCount }} }}', "after", "BAD_CURSOR"),
        (f'{{ premieres(after: "{cursor("a", "b")}") {{ totalCount }} }}', "after", "BAD_CURSOR"),
        (f'{{ premieres(after: "{cursor(0, 1, "b")}") {{ totalCount }} }}', "after", "BAD_CURSOR"),
        (f'{{ premieres(after: "{cursor(30, 1, "b")}") {{ totalCount }} }}', "after", "BAD_CURSOR"),
        (
            f'{{ premieres(after: "{cursor(3_652_059, 1, "b")}") {{ totalCount }} }}',
            "after",
            "BAD_CURSOR",
        ),
        (f'{{ showtimes(after: "{cursor("a", "b")}") {{ totalCount }} }}', "after", "BAD_CURSOR"),
        (
            f'{{ showtimes(after: "{cursor(10**30, "b")}") {{ totalCount }} }}',
            "after",
            "BAD_CURSOR",
        ),
        (f'{{ showtimes(after: "{cursor(-1, "b")}") {{ totalCount }} }}', "after", "BAD_CURSOR"),
        (
            f'{{ movies(filter: {{search: "{"a" * 101}"}}) {{ totalCount }} }}',
            "filter.search",
            "TOO_LONG",
        ),
    ],
)
async def test_a_bad_argument_of_a_query_is_named(
    town: Town, query: str, path: str, code: str
) -> None:
    _, errors = await execute(town, query, {})
    assert [each["code"] for each in errors] == ["INVALID_INPUT"]
    assert [(".".join(each["path"]), each["code"]) for each in errors[0]["fields"]] == [
        (path, code)
    ]


@pytest.mark.parametrize(
    "query",
    [
        '{ movies(filter: {search: ".*[("}) { totalCount } }',
        '{ movies(filter: {search: "$where"}) { totalCount } }',
        '{ movies(filter: {genre: "$ne"}) { totalCount } }',
        '{ showtimes(filter: {cityId: "{}"}) { totalCount } }',
        '{ cinemas(cityId: "nowhere") { id } }',
        '{ movie(id: "sho_1") { id } showtime(id: "") { id } cinema(id: "x") { id } }',
    ],
)
async def test_odd_questions_have_empty_answers(town: Town, query: str) -> None:
    data, errors = await execute(town, query, {})
    assert not errors
    assert all(answer in (None, [], {"totalCount": 0}) for answer in data.values())
