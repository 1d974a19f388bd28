"""Which operations are too large."""

import pytest
from graphql import get_introspection_query, parse

from shared.graphql.shape import OperationTooLarge, ShapeLimits, check_shape

LIMITS = ShapeLimits(
    depth=20, fields=400, root_fields=10, mutations=3, aliases=20, directives=5, repeated=4
)


def _doubling(levels: int) -> str:
    return "{ ...F0 } " + "".join(
        f"fragment F{n} on Query {{ a {{ ...F{n + 1} }} b {{ ...F{n + 1} }} }} "
        for n in range(levels)
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("{ a " * 21 + "}" * 21, "20 levels"),
        ("{ ... " * 20 + "{ a }" + "}" * 20, "20 levels"),
        (
            "{ ...F0 } " + "".join(f"fragment F{n} on Q {{ ...F{n + 1} }}" for n in range(900)),
            "20 levels",
        ),
        (
            "{ a } " + "".join(f"fragment F{n} on Q {{ ...F{n + 1} }}" for n in range(900)),
            "20 levels",
        ),
        (_doubling(8), "400 fields"),
        ("{ x {" + " ".join(f"a{n}" for n in range(400)) + "} }", "400 fields"),
        ("{" + " ".join(f"a{n}" for n in range(11)) + "}", "10 root fields"),
        ("mutation {" + " ".join(f"a{n}" for n in range(4)) + "}", "3 root fields"),
        ("{ x {" + " ".join(f"a{n}: a" for n in range(21)) + "} }", "20 aliases"),
        ("{ a" + " @include(if: true)" * 6 + "}", "5 directives"),
        ("query" + " @x" * 6 + "{ a }", "5 directives"),
        ("{ a ...F } fragment F on Q { b" + " @x" * 6 + "}", "5 directives"),
        ("{ x { a a a a a a } }", "4 repeated"),
        ("{ x { a ...F ...F ... { a a a } } y } fragment F on Q { a }", "4 repeated"),
        ("{ a ...F } fragment F on Q { x a a a a a }", "4 repeated"),
        ("query A { a } query B { x {" + "a " * 6 + "} }", "4 repeated"),
    ],
)
def test_an_operation_beyond_a_limit_is_refused(query: str, said: str) -> None:
    with pytest.raises(OperationTooLarge, match=said):
        check_shape(parse(query), LIMITS)


@pytest.mark.parametrize(
    "query",
    [
        "{ a " * 20 + "}" * 20,
        "{ a a a a a }",
        "{" + " ".join(f"a{n}" for n in range(10)) + "}",
        "{ ...F } fragment F on Query { ...F }",
        "{ ...Unknown }",
        get_introspection_query(),
    ],
)
def test_others_are_not(query: str) -> None:
    check_shape(parse(query), LIMITS)


def test_a_fragment_is_measured_once() -> None:
    """Otherwise this document of 80 fragments would never be measured."""
    wide = ShapeLimits(
        depth=200, fields=10**9, root_fields=9, mutations=9, aliases=9, directives=9, repeated=9
    )
    with pytest.raises(OperationTooLarge, match="fields"):
        check_shape(parse(_doubling(80)), wide)
