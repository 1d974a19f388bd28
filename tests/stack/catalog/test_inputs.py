"""Bad inputs, over HTTP: each is answered by its code, and nothing is written."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.auth.viewer import Role
from shared.ids import UlidSource
from subgraphs.catalog.api.schema import schema
from tests.stack.catalog.programme import Programme, logged_in

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
    "auditorium": mutation("createAuditorium", "CreateAuditoriumInput"),
    "showtime": mutation("scheduleShowtime", "ScheduleShowtimeInput"),
    "move": mutation("moveShowtime", "MoveShowtimeInput"),
    "week": mutation("copyWeek", "CopyWeekInput"),
}


INTERNALS = ("Traceback", "pymongo", "redis", "site-packages", "mongodb://", "pydantic")


@pytest.fixture(scope="module")
async def good(programme: Programme) -> Mapping[str, dict[str, Any]]:
    """An input of each kind that is accepted, in a cinema of its own."""
    new, plan = UlidSource().new, programme.core.planning
    (city, *_) = await programme.core.store.cities(None)
    cinema = await plan.places.create_cinema(
        city.id, {"name": "Known cinema", "address": "Calle 19", "timezone": "America/Bogota"}
    )
    auditorium = await programme.ask(
        "mutation Auditorium($input: CreateAuditoriumInput!) {"
        " createAuditorium(input: $input) { ... on Auditorium { id } } }",
        admin=True,
        input={
            "cinemaId": cinema.id,
            "name": "Known auditorium",
            "formats": ["STANDARD_2D"],
            "rows": [{"label": "A", "seats": [{"number": 1, "column": 1}]}],
        },
    )
    movie = {
        "title": f"Movie {new('mov')}",
        "synopsis": "A boy sings.",
        "runtimeMinutes": 105,
        "releaseDate": "2020-06-01",
        "certification": "PG",
        "genres": ["Animation"],
        "formats": ["STANDARD_2D"],
        "spokenLanguage": "es-MX",
    }
    created = await programme.ask(
        "mutation Movie($input: CreateMovieInput!) {"
        " createMovie(input: $input) { ... on Movie { id } } }",
        admin=True,
        input=movie,
    )
    movie_id = created["createMovie"]["id"]
    auditorium_id = auditorium["createAuditorium"]["id"]
    starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=60)
    price = {"amountMinor": 100, "currency": "COP", "category": "ADULT", "seatClass": "STANDARD"}
    showtime = {
        "movieId": movie_id,
        "auditoriumId": auditorium_id,
        "startsAt": starts_at.isoformat(),
        "format": "STANDARD_2D",
        "audioLanguage": "es",
        "prices": [price],
    }
    scheduled = await programme.ask(
        "mutation Showtime($input: ScheduleShowtimeInput!) {"
        " scheduleShowtime(input: $input) { ... on Showtime { id } } }",
        admin=True,
        input=showtime,
    )
    next_day, day_after = ((starts_at + timedelta(days=days)).isoformat() for days in (1, 2))
    return {
        "movie": movie,
        "change": {"id": movie_id, "title": "Vaiana"},
        "cinema": {
            "cityId": city.id,
            "name": f"Cinema {new('cin')}",
            "address": "Calle 20",
            "timezone": "America/Bogota",
        },
        "update": {"id": cinema.id, "address": "Calle 21"},
        "auditorium": {
            "cinemaId": cinema.id,
            "name": f"Auditorium {new('aud')}",
            "formats": ["IMAX"],
            "rows": [{"label": "A", "seats": [{"number": 1, "column": 1}]}],
        },
        "showtime": showtime | {"startsAt": next_day},
        "move": {"id": scheduled["scheduleShowtime"]["id"], "startsAt": day_after},
        "week": {"cinemaId": cinema.id, "firstDay": "2020-06-08"},
    }


@pytest.fixture(scope="module")
async def tokens(programme: Programme) -> Mapping[Role | None, str | None]:
    """A session of each role, and none of nobody."""
    core = programme.core
    return {None: None} | {role: await logged_in(core, role) for role in Role}


async def post(
    programme: Programme, query: str, variables: dict[str, Any], token: str | None
) -> dict[str, Any]:
    """The whole answer, which tells nothing of what stands behind it."""
    answer = await programme.http.post(
        programme.url,
        # Plain ASCII, so that text which is no valid Unicode reaches the server as well.
        content=json.dumps({"query": query, "variables": variables}),
        headers={"content-type": "application/json"}
        | ({"authorization": f"Bearer {token}"} if token else {}),
    )
    assert answer.status_code == 200, answer.text
    assert not any(word in answer.text for word in INTERNALS), answer.text
    return answer.json()


async def mutate(programme: Programme, kind: str, input: dict[str, Any]) -> dict[str, Any]:
    """What an administrator is answered."""
    answer = await post(programme, MUTATIONS[kind], {"input": input}, programme.admin_token)
    assert not answer.get("errors"), answer
    (outcome,) = answer["data"].values()
    return outcome


async def stored(programme: Programme) -> dict[str, Any]:
    """All that the catalog keeps."""
    database = programme.core.database
    names = ("version", "cities", "cinemas", "auditoriums", "movies", "showtimes")
    return {name: await database[name].find().sort("_id", 1).to_list() for name in names}


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
    ("cinema", {"name": "KNOWN CINEMA"}, "name", "TAKEN"),
    ("cinema", {"address": " "}, "address", "STRING_TOO_SHORT"),
    ("cinema", {"timezone": "Bogota"}, "timezone", "UNKNOWN_TIME_ZONE"),
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
async def test_what_is_not_there_is_not_found(
    programme: Programme,
    good: Mapping[str, dict[str, Any]],
    kind: str,
    changes: dict[str, Any],
) -> None:
    before = await stored(programme)
    outcome = await mutate(programme, kind, good[kind] | changes)
    assert outcome["__typename"] == "NotFound"
    assert await stored(programme) == before


NOT_FOR = [
    (None, "UNAUTHENTICATED"),
    (Role.CUSTOMER, "FORBIDDEN"),
    (Role.STAFF, "FORBIDDEN"),
]
BY_ID = {"archiveMovie": "change", "restoreMovie": "change", "cancelShowtime": "move"}
"""What takes an id alone, and the kind of input that has one."""


@pytest.mark.parametrize("name", [*MUTATIONS, *BY_ID])
@pytest.mark.parametrize(("role", "code"), NOT_FOR)
async def test_planning_is_for_administrators(
    programme: Programme,
    good: Mapping[str, dict[str, Any]],
    tokens: Mapping[Role | None, str | None],
    name: str,
    role: Role | None,
    code: str,
) -> None:
    if name in BY_ID:
        query = f"mutation($id: ID!) {{ {name}(id: $id) {{ __typename }} }}"
        variables = {"id": good[BY_ID[name]]["id"]}
    else:
        query, variables = MUTATIONS[name], {"input": good[name]}
    before = await stored(programme)
    answer = await post(programme, query, variables, tokens[role])
    assert answer["data"] is None
    assert [each["extensions"]["code"] for each in answer["errors"]] == [code]
    assert await stored(programme) == before


def test_no_mutation_is_left_out() -> None:
    mutations = schema.as_str().partition("type Mutation {")[2].partition("\n}")[0]
    names = set(re.findall(r"^  (\w+)\(", mutations, re.MULTILINE))
    tested = {re.findall(r"{ (\w+)\(", query)[0] for query in MUTATIONS.values()}
    assert names == tested | BY_ID.keys()


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
    programme: Programme, query: str, path: str, code: str
) -> None:
    answer = await post(programme, query, {}, None)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    told = [(".".join(each["path"]), each["code"]) for each in error["extensions"]["fields"]]
    assert told == [(path, code)]


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
async def test_odd_questions_have_empty_answers(programme: Programme, query: str) -> None:
    data = await programme.ask(query)
    assert all(answer in (None, [], {"totalCount": 0}) for answer in data.values())


@pytest.mark.parametrize("kind", MUTATIONS)
async def test_the_good_inputs_are_good(
    programme: Programme, good: Mapping[str, dict[str, Any]], kind: str
) -> None:
    """So what was refused above was refused for what is wrong with it; this comes last."""
    outcome = await mutate(programme, kind, good[kind])
    assert outcome["__typename"] not in ("InvalidInput", "NotFound", "ScheduleConflict")
