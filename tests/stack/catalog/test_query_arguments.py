"""Bad and odd arguments of queries: a bad one is named, an odd one has an empty answer."""

import base64
import json
from typing import Any

import pytest

from tests.stack.catalog.inputs import post
from tests.stack.catalog.programme import Programme


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
    problems = [(".".join(each["path"]), each["code"]) for each in error["extensions"]["fields"]]
    assert problems == [(path, code)]


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
async def test_odd_arguments_have_empty_answers(programme: Programme, query: str) -> None:
    data = await programme.ask(query)
    assert all(answer in (None, [], {"totalCount": 0}) for answer in data.values())
