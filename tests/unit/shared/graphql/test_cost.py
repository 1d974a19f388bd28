"""What operations cost."""

from collections.abc import Mapping
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_introspection_query,
    get_operation_ast,
    parse,
    print_ast,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.graphql.cost import CEILING, OperationCost
from shared.graphql.weights import QUERY, FieldWeight, weights_of
from tests.unit.shared.graphql.shop import schema

WEIGHTS = weights_of(schema._schema)  # pyright: ignore[reportPrivateUsage] - Strawberry has no public name for it


def cost(document: str | DocumentNode, variables: Mapping[str, Any] | None = None) -> int:
    parsed = parse(document) if isinstance(document, str) else document
    operation = get_operation_ast(parsed)
    assert operation is not None
    return OperationCost(parsed, operation, WEIGHTS).of(variables)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ thing { id } }", 2),
        ("{ thing { id name } }", 3),
        ("{ thing { tags } }", 1 + 3),
        ("{ thing { neighbours { id } } }", 1 + 7 * 2),
        ("{ thing { drawing } }", 1 + 50),
        ("{ things(first: 10) { edges { node { id } } } }", 1 + 10 * 3),
        ("{ things(first: 10) { edges { cursor node { id } } totalCount } }", 1 + 10 * 4 + QUERY),
        ("{ things(first: 10) { pageInfo { hasNextPage } } }", 1 + 2),
        ("{ things { edges { node { id } } } }", 1 + 20 * 3),
        ("{ things(first: null) { edges { node { id } } } }", 1 + 20 * 3),
        ("{ a: thing { id } b: thing { id } }", 4),
        ("{ thing { __typename } }", 2),
        ("mutation { make { id } }", 2),
    ],
)
def test_fields_rows_and_aliases_count(query: str, expected: int) -> None:
    assert cost(query) == expected


def test_nested_pages_multiply() -> None:
    inner = "parts(first: 10) { edges { node { id } } }"
    assert cost(f"{{ things(first: 5) {{ edges {{ node {{ {inner} }} }} }} }}") == (
        1 + 5 * (1 + 1 + 1 + 10 * 3)
    )


@pytest.mark.parametrize(
    ("declared", "given", "rows"),
    [
        ("$n: Int", {"n": 7}, 7),
        ("$n: Int", {}, 20),
        ("$n: Int", {"n": None}, 20),
        ("$n: Int = 3", {}, 3),
        ("$n: Int = 3", None, 3),
        ("$n: Int = 3", {"n": 4}, 4),
        ("$n: Int", {"n": 4.0}, 4),
        ("$n: Int", {"n": 101}, 100),
        ("$n: Int", {"n": -1}, 0),
        ("$n: Int", {"n": float("nan")}, 20),
        ("$n: Int", {"n": True}, 20),
        ("$n: Int", {"n": "7"}, 20),
    ],
)
def test_page_sizes_come_from_variables(
    declared: str, given: Mapping[str, Any] | None, rows: int
) -> None:
    query = f"query ({declared}) {{ things(first: $n) {{ edges {{ node {{ id }} }} }} }}"
    assert cost(query, given) == 1 + rows * 3


def test_entities_count_by_their_representations() -> None:
    query = """
        query ($r: [_Any!]!) {
          _entities(representations: $r) { ... on Thing { id name } ... on Maker { id } }
        }
    """
    assert cost(query, {"r": [{}] * 150}) == 150 * (2 + 2)


def test_of_the_types_that_a_field_may_answer_the_dearest_counts() -> None:
    assert cost("{ found { ... on Thing { id } ... on Maker { things { id } } } }") == 1 + 5 * 2
    assert cost("{ named { name ... on Maker { id } } }") == 3
    assert cost("{ found { ... on Named { name } ... on Maker { id } } }") == 3


def test_a_fragment_counts_at_each_place() -> None:
    query = "{ a: thing { ...F } b: thing { ...F } } fragment F on Thing { id name }"
    assert cost(query) == 6


def test_a_fragment_on_a_connection_has_the_rows_of_its_place() -> None:
    fragment = "fragment F on ThingConnection { totalCount edges { node { id } } }"
    query = f"{{ a: things(first: 2) {{ ...F }} b: things(first: 5) {{ ...F }} }} {fragment}"
    assert cost(query) == 2 * (1 + QUERY) + 7 * 3


def test_fragments_that_double_are_counted_up_to_the_ceiling() -> None:
    fragments = "".join(
        f"fragment F{n} on Thing {{ a: maker {{ things {{ ...F{n + 1} }} }} "
        f"b: maker {{ things {{ ...F{n + 1} }} }} }} "
        for n in range(40)
    )
    parsed = parse(f"{{ thing {{ ...F0 }} }} {fragments} fragment F40 on Thing {{ id }}")
    assert cost(parsed) == CEILING


def test_introspection_counts_a_tenth() -> None:
    assert cost("{ __schema { types { name } } }") == 1 + 100 * 2 // 10
    assert 1_000 < cost(get_introspection_query()) < 8_000


# The same by naive expansion: no memory, no shared selections.


def naive(document: DocumentNode) -> int:
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }

    def fields(selected: SelectionSetNode, type_name: str) -> list[FieldNode]:
        found: list[FieldNode] = []
        for each in selected.selections:
            if isinstance(each, FieldNode):
                found.append(each)
                continue
            if isinstance(each, FragmentSpreadNode):
                fragment = fragments[each.name.value]
                condition, inner = fragment.type_condition, fragment.selection_set
            else:
                assert isinstance(each, InlineFragmentNode)
                condition, inner = each.type_condition, each.selection_set
            if condition is None or WEIGHTS.applies(condition.name.value, type_name):
                found += fields(inner, type_name)
        return found

    def rows(node: FieldNode, weight: FieldWeight) -> int:
        for argument in node.arguments or ():
            if argument.name.value == weight.sliced_by:
                return int(print_ast(argument.value))
        return weight.size

    def total(selected: SelectionSetNode, type_name: str, given: Mapping[str, int]) -> int:
        answer = 0
        for node in fields(selected, type_name):
            name = node.name.value
            weight = WEIGHTS.fields[type_name][name]
            own = given.get(name, 1 if weight.sized_fields else rows(node, weight))
            inside = dict.fromkeys(weight.sized_fields, rows(node, weight))
            inner = [
                total(node.selection_set, each, inside)
                for each in weight.concrete_types
                if node.selection_set
            ]
            answer += own * (weight.weight + max(inner, default=0))
        return answer

    [operation] = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    return min(total(operation.selection_set, "Query", {}), CEILING)


def on_thing(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Selections on a Thing, with `inner` for further ones."""
    sizes = st.integers(0, 100)
    return st.lists(
        st.one_of(
            st.sampled_from(["id", "name", "tags", "drawing", "__typename", "...F0", "...F1"]),
            st.builds("neighbours {{ {} }}".format, inner),
            st.builds("maker {{ things {{ {} }} }}".format, inner),
            st.builds(
                "parts(first: {}) {{ totalCount edges {{ node {{ {} }} }} }}".format, sizes, inner
            ),
            st.builds("parts {{ ... {{ edges {{ cursor node {{ {} }} }} }} }}".format, inner),
            st.builds("... on Named {{ name }} ... on Thing {{ {} }}".format, inner),
        ),
        min_size=1,
        max_size=4,
    ).map(lambda parts: " ".join(f"{part}" for part in parts))


SELECTIONS = st.recursive(st.sampled_from(["id", "id name", "tags"]), on_thing, max_leaves=12)


@given(st.lists(SELECTIONS, min_size=3, max_size=3))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_the_cost_is_that_of_naive_expansion(parts: list[str]) -> None:
    first, second, operation = parts
    # F0 may spread F1 alone, and F1 nothing, so that no fragment spreads itself.
    first = first.replace("...F0", "id")
    second = second.replace("...F0", "id").replace("...F1", "id")
    document = parse(
        f"{{ thing {{ {operation} }} found {{ ...F0 ... on Maker {{ id }} }} }}"
        f" fragment F0 on Thing {{ {first} }} fragment F1 on Thing {{ {second} }}"
    )
    assert cost(document) == naive(document)
