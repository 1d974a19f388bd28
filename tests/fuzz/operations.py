"""Random operations of the public API: valid ones, with hostile values, and broken ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from graphql import (
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    parse,
    print_ast,
    value_from_ast_untyped,
)
from graphql.language import ArgumentNode, NameNode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from tests.fuzz.type_names import with_type_names

TEXTS = (
    "",
    " ",
    "a-long-enough-password",
    "tok_visa",
    "tok_declined",
    "A1",
    "es",
    "Bogotá",
    "2026-12-31",
    "$where",
    '{"$ne": null}',
    "'; DROP TABLE accounts; --",
    "../../etc/passwd",
    "${jndi:ldap://a}",
    "<script>alert(1)</script>",
    "\u202egnirts",
    "a\u0000b",
    "e\u0301\u0301\u0301",
    "\U0001f3ac" * 50,
    "x" * 3_000,
)
"""Texts that random ones hardly ever hit."""

BREAKING = (
    *("", "{", "}", "(", ")", "[", "$", "@", "!", '"', "...", "...on", "#"),
    *("\\u{", "\x00", "\ufeff", "@skip", "__schema{types{name}}"),
)
"""Text that breaks an operation."""

HOSTILE: tuple[Any, ...] = (
    {"$ne": None},
    {"$where": "sleep(5000)"},
    {"$gt": ""},
    [{"$regex": ".*"}],
    {"__proto__": {"isAdmin": True}},
    {"constructor": {"prototype": {}}},
    [],
    {},
    None,
    True,
    -1,
    2**31,
    2**53 + 1,
    10**400,
    1e308,
    0.1,
    "\ud800",
    "\udc00\ud800",
    "\x00",
    "x" * 50_000,
    ["x"] * 5_000,
    [[[[[[[[[[]]]]]]]]]],
)
"""JSON that stands where the schema wants something else."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of one root field."""

    field: str
    kind: str
    query: str
    variables: Mapping[str, Any]


def operations(
    schema: GraphQLSchema, ids: Sequence[str], texts: Sequence[str], *, each: int, seed: int
) -> Iterator[Operation]:
    """Yield about `each` operations of every root field; the same seed gives the same ones.

    `ids` and `texts` are of rows that exist, so that some operations find something.
    """
    scalars = _scalars(ids, texts)
    roots = [each for each in (schema.query_type, schema.mutation_type) if each is not None]
    for number, name in enumerate(name for root in roots for name in root.fields):
        yield from _of_field(schema, name, scalars, each, seed + number)


def _of_field(
    schema: GraphQLSchema, name: str, scalars: dict[str, Any], each: int, seed: int
) -> list[Operation]:
    made: list[Operation] = []

    @seeded(seed)
    @settings(
        max_examples=each,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ],
    )
    @given(_operation(schema, name, scalars))
    def make(operation: Operation) -> None:
        made.append(operation)

    make()
    return made


@st.composite
def _operation(
    draw: st.DrawFn, schema: GraphQLSchema, name: str, scalars: dict[str, Any]
) -> Operation:
    kind = draw(st.sampled_from(("plain", "variables", "hostile", "broken")))
    query = with_type_names(draw(from_schema(schema, fields=[name], custom_scalars=scalars)))
    if kind == "plain":
        return Operation(name, kind, query, {})
    if kind == "broken":
        return Operation(name, kind, _broken(draw, query), {})
    query, variables = with_variables(schema, query)
    places = list(_places(variables))
    if kind == "hostile" and places:
        holder, key = draw(st.sampled_from(places))
        holder[key] = draw(st.sampled_from(HOSTILE))
    return Operation(name, kind, query, variables)


def _broken(draw: st.DrawFn, query: str) -> str:
    """Return the operation with some of its text replaced."""
    start = draw(st.integers(0, len(query) - 1))
    end = draw(st.integers(start, min(start + 5, len(query))))
    other = st.sampled_from(BREAKING) | st.text(max_size=3).map(_printable)
    return query[:start] + draw(other) + query[end:]


def with_variables(schema: GraphQLSchema, query: str) -> tuple[str, dict[str, Any]]:
    """Return the operation with the arguments of its root fields as variables."""
    document = parse(query)
    [operation] = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    root = schema.get_root_type(operation.operation)
    assert root is not None
    variables: dict[str, Any] = {}
    declared: list[str] = []

    def moved(field: FieldNode) -> FieldNode:
        arguments: list[ArgumentNode] = []
        for argument in field.arguments or ():
            name = f"v{len(variables)}"
            variables[name] = value_from_ast_untyped(argument.value)
            declared.append(
                f"${name}: {root.fields[field.name.value].args[argument.name.value].type}"
            )
            variable = VariableNode(name=NameNode(value=name))
            arguments.append(replace(argument, value=variable))
        return replace(field, arguments=tuple(arguments))

    fields = [each for each in operation.selection_set.selections if isinstance(each, FieldNode)]
    selected = SelectionSetNode(selections=tuple(map(moved, fields)))
    head = f"({', '.join(declared)})" if declared else ""
    return f"{operation.operation.value} {head} {print_ast(selected)}", variables


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place of a JSON value, as its holder and the key there."""
    if isinstance(value, dict):
        keys: Sequence[Any] = list(cast(dict[str, Any], value))
    else:
        keys = range(len(cast(list[Any], value))) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _scalars(ids: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    known = st.sampled_from([*TEXTS, *texts, *ids])
    days = st.dates().map(str) | st.sampled_from(["2026-12-31", "2026-02-30", "0000-00-00", ""])
    moments = st.datetimes().map(lambda each: f"{each.isoformat(timespec='seconds')}Z")
    strings = {
        "ID": st.sampled_from(list(ids)) | st.text(max_size=40) | known,
        "String": known | st.text(max_size=40),
        "Date": days | known,
        "DateTime": moments
        | st.sampled_from(["2026-12-31T23:59:60Z", "9999-12-31T23:59:59-23:59"]),
    }
    return {name: each.map(_printable).map(nodes.String) for name, each in strings.items()}


def _printable(text: str) -> str:
    """A document is UTF-8, which has no lone surrogates; variables may have them."""
    return text.encode("utf-8", "replace").decode()
