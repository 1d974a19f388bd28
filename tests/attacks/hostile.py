"""Operations that would cost too much, each with its variables and the code that refuses it."""

from collections.abc import Mapping
from typing import Any

TOO_COSTLY, TOO_LARGE = "OPERATION_TOO_COSTLY", "OPERATION_TOO_LARGE"
INVALID = "GRAPHQL_VALIDATION_FAILED"


def _nested(levels: int) -> str:
    inner = _nested(levels - 1) if levels else "id"
    return f"movie {{ showtimes(first: 100) {{ edges {{ node {{ {inner} }} }} }} }}"


def _aliased(times: int, field: str) -> str:
    return f"{{ {' '.join(f'a{n}: {field}' for n in range(times))} }}"


def _doubling(fragments: int) -> str:
    return "{ movies(first: 1) { edges { node { ...F0 } } } }" + "".join(
        f" fragment F{n} on Movie {{ showtimes(first: 9) {{ edges {{ node {{"
        f" a: movie {{ ...F{n + 1} }} b: movie {{ ...F{n + 1} }} }} }} }} }}"
        for n in range(fragments)
    )


HOSTILE: dict[str, tuple[str, Mapping[str, Any], str]] = {
    "movies in showtimes in movies": (
        f"{{ movies(first: 100) {{ edges {{ node {{ showtimes(first: 100) {{ edges {{ node {{"
        f" {_nested(1)} }} }} }} }} }} }} }}",
        {},
        TOO_COSTLY,
    ),
    "every showtime of every cinema": (
        "{ cities { cinemas { showtimes(first: 100) { edges { node {"
        " movie { showtimes(first: 100) { edges { node { id cinema { name } } } } }"
        " } } } } } }",
        {},
        TOO_COSTLY,
    ),
    "60 aliases": (_aliased(60, "movies(first: 100) { edges { node { id } } }"), {}, TOO_LARGE),
    "29 aliases": (
        _aliased(29, "movies(first: 100) { edges { node { id title } } }"),
        {},
        TOO_COSTLY,
    ),
    "101 aliases of a leaf": (
        "{ me {" + " ".join(f"a{n}: id" for n in range(101)) + "} }",
        {},
        TOO_LARGE,
    ),
    "a page of a variable size": (
        "query ($n: Int) { movies(first: $n) { edges { node {"
        " showtimes(first: $n) { edges { node { id } } } } } } }",
        {"n": 100},
        TOO_COSTLY,
    ),
    "a default size": (
        "query ($n: Int = 100) { movies(first: $n) { edges { node {"
        " showtimes(first: $n) { edges { node { id } } } } } } }",
        {},
        TOO_COSTLY,
    ),
    "fragments that double": (f"{_doubling(3)} fragment F3 on Movie {{ id }}", {}, TOO_COSTLY),
    "fragments that double more often": (
        f"{_doubling(15)} fragment F15 on Movie {{ id }}",
        {},
        TOO_LARGE,
    ),
    "a chain of fragments": (
        "{ me { ...F0 } }"
        + "".join(f" fragment F{n} on Account {{ ...F{n + 1} }}" for n in range(200))
        + " fragment F200 on Account { id }",
        {},
        TOO_LARGE,
    ),
    "inline fragments in each other": (
        "{ me {" + "... {" * 100 + "id" + "}" * 100 + "} }",
        {},
        TOO_LARGE,
    ),
    "depth": (
        '{ movie(id: "x") {' + _nested(7).removeprefix("movie {") + "}",
        {},
        TOO_LARGE,
    ),
    "directives": ("{ me { id" + " @include(if: true)" * 51 + "} }", {}, TOO_LARGE),
    "a field repeated": ("{ me {" + " id" * 500 + "} }", {}, TOO_LARGE),
    "type names repeated": ("{" + " __typename" * 500 + "}", {}, TOO_LARGE),
    "11 logins": (
        "mutation ($i: LoginInput!) {"
        + " ".join(f"a{n}: login(input: $i) {{ __typename }}" for n in range(11))
        + "}",
        {"i": {"email": "alice@cinema.test", "password": "x"}},
        TOO_LARGE,
    ),
    "introspection many times": (
        _aliased(30, "__schema { types { fields { args { name type { name } } type { name } } } }"),
        {},
        TOO_COSTLY,
    ),
    "introspection in circles": (
        "{ __schema { types {" + "fields { type {" * 4 + "name" + "} }" * 4 + "} } }",
        {},
        INVALID,
    ),
    "a subscription": (
        'subscription { bookingUpdated(id: "x") { account { bookings(first: 100) { edges {'
        " node { account { bookings(first: 100) { edges { node { id } } } } } } } } } }",
        {},
        TOO_COSTLY,
    ),
}
