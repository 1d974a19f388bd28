"""Fuzzed operations cover every root field, and a seed makes the same ones again."""

from collections import Counter

from graphql import build_schema, parse, validate

from tests.fuzz.operations import operations, with_variables

SMALL = build_schema(
    """
    type Query { thing(id: ID!, size: Size, tags: [String!]): Thing other: Thing }
    type Mutation { make(input: Make!): Thing }
    type Thing { id: ID! inner(first: Int): Thing }
    input Make { name: String! size: Size }
    enum Size { SMALL LARGE }
    """
)


def test_every_root_field_is_asked_alike() -> None:
    made = list(operations(SMALL, ["id_1"], [], each=5, seed=1))
    assert set(Counter(each.field for each in made)) == {"thing", "other", "make"}
    assert {each.kind for each in made} == {"plain", "variables", "hostile", "broken"}


def test_a_seed_makes_the_same_operations_again() -> None:
    first, again, other = (
        list(operations(SMALL, ["id_1"], [], each=5, seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_all_but_the_broken_ones_are_valid() -> None:
    for each in operations(SMALL, ["id_1"], [], each=20, seed=1):
        if each.kind != "broken":
            assert validate(SMALL, parse(each.query)) == []


def test_arguments_become_variables() -> None:
    query = 'mutation { make(input: { name: "a", size: SMALL }) { id inner(first: 1) { id } } }'
    moved, variables = with_variables(SMALL, query)
    assert variables == {"v0": {"name": "a", "size": "SMALL"}}
    assert "make(input: $v0)" in moved
    assert "($v0: Make!)" in moved
    assert validate(SMALL, parse(moved)) == []
