"""A database operator instead of a text is refused by its type, in every argument."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import get_introspection_query

from subgraphs.account.api.schema import schema
from tests.stack.account.people import Person, Town

OPERATORS: tuple[Any, ...] = (
    {"$gt": ""},
    {"$ne": None},
    {"$regex": ".*"},
    {"$where": "sleep(1000)"},
    [{"$gt": ""}],
)
SAMPLES = {"Int": 1, "Boolean": True, "String": "text", "ID": "text"}
SCHEMA: dict[str, Any] = (asyncio.run(schema.execute(get_introspection_query())).data or {})[
    "__schema"
]
TYPES: dict[str, Any] = {type["name"]: type for type in SCHEMA["types"]}
ROOTS = {"query": TYPES["Query"], "mutation": TYPES["Mutation"]}


def text_arguments() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the kind and name of each operation, with the path to each of its text arguments."""
    for kind, root in ROOTS.items():
        for field in root["fields"]:
            for argument in field["args"] if not field["name"].startswith("_") else ():
                for path in text_paths(argument):
                    yield kind, field["name"], path


def text_paths(argument: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    name = argument["name"]
    type, is_list = unwrapped(argument["type"])
    if type["kind"] == "INPUT_OBJECT":
        for inner in type["inputFields"]:
            yield from ((name, *path) for path in text_paths(inner))
    elif type["name"] in ("String", "ID") and not is_list:
        yield (name,)


def unwrapped(type: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the innermost named type, and whether it is in a list."""
    is_list = False
    while type["ofType"]:
        is_list = is_list or type["kind"] == "LIST"
        type = type["ofType"]
    return TYPES[type["name"]], is_list


def written(type: dict[str, Any]) -> str:
    """Return the type as a document writes it."""
    match type["kind"]:
        case "NON_NULL":
            return f"{written(type['ofType'])}!"
        case "LIST":
            return f"[{written(type['ofType'])}]"
        case _:
            return type["name"]


def sample(argument: dict[str, Any]) -> Any:
    """Return a value that the argument accepts."""
    type, is_list = unwrapped(argument["type"])
    match type["kind"]:
        case "ENUM":
            value: Any = type["enumValues"][0]["name"]
        case "INPUT_OBJECT":
            needed = (each for each in type["inputFields"] if each["type"]["kind"] == "NON_NULL")
            value = {each["name"]: sample(each) for each in needed}
        case _:
            value = SAMPLES[type["name"]]
    return [value] if is_list else value


def call(kind: str, name: str) -> tuple[str, dict[str, Any]]:
    """Return a document that calls the operation, and variables that it accepts."""
    arguments = next(each["args"] for each in ROOTS[kind]["fields"] if each["name"] == name)
    declared = ", ".join(f"${each['name']}: {written(each['type'])}" for each in arguments)
    passed = ", ".join(f"{each['name']}: ${each['name']}" for each in arguments)
    document = f"{kind} Call({declared}) {{ {name}({passed}) {{ __typename }} }}"
    return document, {each["name"]: sample(each) for each in arguments}


@pytest.fixture(scope="module")
async def admin(town: Town) -> Person:
    return await town.person("ADMIN")


def test_the_arguments_are_found() -> None:
    found = set(text_arguments())
    assert ("mutation", "login", ("input", "password")) in found
    assert ("query", "accounts", ("search",)) in found
    assert len(found) > 30


@pytest.mark.parametrize(("kind", "name", "path"), list(text_arguments()))
async def test_an_operator_is_refused(
    town: Town, admin: Person, kind: str, name: str, path: tuple[str, ...]
) -> None:
    before = await town.snapshot()
    for operator in OPERATORS:
        document, variables = call(kind, name)
        place = variables if len(path) == 1 else variables[path[0]]
        place[path[-1]] = operator
        answer = await town.ask(document, admin.token, **variables)
        assert "data" not in answer
        assert "cannot represent" in answer["errors"][0]["message"]
    assert await town.snapshot() == before
