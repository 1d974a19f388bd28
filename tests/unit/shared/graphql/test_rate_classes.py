"""Each mutation has a rate class that the schema declares."""

from collections.abc import Mapping

import pytest
from graphql import GraphQLObjectType, build_schema, get_operation_ast, parse

from shared.graphql.rate_classes import RateClasses

SCHEMA = build_schema("type Query { a: Int } type Mutation { hold: Int pay: Int log: Int }")
CLASSES = {"holds": ["hold"], "writes": ["pay", "log"]}


def mutations() -> GraphQLObjectType:
    assert SCHEMA.mutation_type
    return SCHEMA.mutation_type


@pytest.mark.parametrize(
    ("query", "classes"),
    [
        ("{ a }", {"reads": 0}),
        ("subscription { a }", {"reads": 0}),
        ("mutation { hold }", {"holds": 1}),
        ("mutation { a: hold b: hold log pay }", {"holds": 2, "writes": 2}),
        ("mutation { ...A ... { ...A } __typename } fragment A on Mutation { pay }", {"writes": 2}),
        ("mutation { __typename }", {"reads": 0}),
    ],
)
def test_an_operation_has_the_classes_of_its_mutations(
    query: str, classes: Mapping[str, int]
) -> None:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation
    assert RateClasses(mutations(), CLASSES).of(document, operation) == classes


@pytest.mark.parametrize(
    ("declared", "named"),
    [
        ({"holds": ["hold"], "writes": ["pay"]}, "log"),
        ({**CLASSES, "reads": ["gone"]}, "gone"),
        ({**CLASSES, "reads": ["log"]}, "log"),
    ],
)
def test_each_mutation_is_declared_once(declared: Mapping[str, list[str]], named: str) -> None:
    with pytest.raises(TypeError, match=f"one rate class: {named}"):
        RateClasses(mutations(), declared)
