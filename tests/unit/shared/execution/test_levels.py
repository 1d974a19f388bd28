"""What runs how often: a level at a time, queries again after an error, mutations once."""

import asyncio
from enum import Enum
from typing import Any

import pytest
import strawberry
from strawberry.dataloader import DataLoader
from strawberry.permission import BasePermission

from shared import turns
from shared.execution import executor
from shared.execution.executor import BreadthFirstExecutor
from tests.unit.shared.execution.answers import STOCK


class Calls:
    """What the resolvers were asked for, in order."""

    def __init__(self) -> None:
        self.loaded: list[list[int]] = []
        self.resolved: list[str] = []
        self.authors = DataLoader[int, str](load_fn=self._load)

    async def _load(self, keys: list[int]) -> list[str]:
        self.loaded.append(keys)
        return [f"author {key}" for key in keys]


Info = strawberry.Info[Calls, None]


class Denied(BasePermission):
    message = "You may not see this."

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        return False


@strawberry.enum
class Case(Enum):
    UPPER = "upper"
    LOWER = "lower"


@strawberry.input
class Style:
    case: Case = Case.LOWER
    mark: str = "."


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Person(Named):
    age: int | None = None


@strawberry.type
class Robot(Named):
    serial: int = 0


@strawberry.type
class Book:
    number: int
    title: str | None = None

    @strawberry.field
    async def author(self, info: Info) -> str:
        return await info.context.authors.load(self.number)

    @strawberry.field
    def label(self, style: Style, times: int = 1) -> str:
        text = f"book {self.number}{style.mark}" * times
        return text.upper() if style.case is Case.UPPER else text

    @strawberry.field
    async def broken(self, info: Info) -> str | None:
        info.context.resolved.append("broken")
        raise ValueError("this book is broken")

    @strawberry.field
    def place(self, info: Info) -> list[str]:
        return [str(each) for each in info.path.as_list()]

    @strawberry.field(permission_classes=[Denied])
    def secret(self) -> str | None:
        return "nobody sees this"

    @strawberry.field
    def missing(self) -> str:
        return None  # type: ignore[return-value] - what the test is about


@strawberry.type
class Query:
    @strawberry.field
    def books(self, count: int = 3) -> list[Book]:
        return [Book(number=number, title=f"title {number}") for number in range(count)]

    @strawberry.field
    def stream(self) -> list[int]:
        return (number for number in range(3))  # type: ignore[return-value] - as above

    @strawberry.field
    def crew(self) -> list[Named]:
        return [Person(name="Ada", age=36), Robot(name="Marvin", serial=7)]

    @strawberry.field
    async def forever(self) -> int:
        await asyncio.Event().wait()
        return 0


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def write(self, info: Info) -> Book | None:
        info.context.resolved.append("write")
        return Book(number=1)


schema, stock = (
    strawberry.Schema(Query, Mutation, types=[Person, Robot], execution_context_class=each)
    for each in (BreadthFirstExecutor, STOCK)
)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Strawberry logs the errors that these tests make."""
    caplog.set_level("CRITICAL", logger="strawberry.execution")


async def ask(query: str, calls: Calls | None = None, **variables: Any) -> dict[str, Any] | None:
    """Return the data; AssertionError when the stock executor's answer is another."""
    answers = [
        await each.execute(query, variable_values=variables, context_value=context)
        for each, context in ((stock, Calls()), (schema, calls or Calls()))
    ]
    theirs, ours = (
        (answer.data, [error.formatted for error in answer.errors or ()]) for answer in answers
    )
    assert ours == theirs
    return ours[0]


async def test_a_loader_gets_the_keys_of_a_whole_level() -> None:
    calls = Calls()
    data = await ask("{ books(count: 40) { number author } again: books { author } }", calls)
    assert data is not None
    assert len(data["books"]) == 40
    assert [sorted(keys) for keys in calls.loaded] == [list(range(40))]


async def test_pauses_split_no_batch_of_a_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0)
    calls = Calls()
    await ask("{ books(count: 600) { author } }", calls)
    assert [sorted(keys) for keys in calls.loaded] == [list(range(600))]


@pytest.mark.parametrize(
    "query", ["{ books(count: 40) { place author } }", "{ crew { name } stream }"]
)
async def test_what_graphql_core_answers_has_turns_and_whole_batches(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "TURN_SECONDS", 0)
    calls = Calls()
    await ask(query, calls)
    assert [sorted(keys) for keys in calls.loaded] in ([], [list(range(40))])


async def test_a_field_takes_arguments_as_strawberry_gives_them() -> None:
    query = """query ($style: Style!, $n: Int) {
      books(count: $n) { plain: label(style: {}) loud: label(style: $style, times: 2) }
    }"""
    style = {"case": "UPPER", "mark": "!"}
    data = await ask(query, style=style, n=1)
    assert data == {"books": [{"plain": "book 0.", "loud": "BOOK 0!BOOK 0!"}]}


async def test_an_interface_has_the_fields_of_each_type() -> None:
    data = await ask("{ crew { __typename name ... on Person { age } ... on Robot { serial } } }")
    assert data == {
        "crew": [
            {"__typename": "Person", "name": "Ada", "age": 36},
            {"__typename": "Robot", "name": "Marvin", "serial": 7},
        ]
    }


async def test_a_query_with_an_error_is_answered_again() -> None:
    calls = Calls()
    data = await ask("{ books(count: 1) { title broken author } }", calls)
    assert data == {"books": [{"title": "title 0", "broken": None, "author": "author 0"}]}
    assert calls.resolved == ["broken", "broken"]


@pytest.mark.parametrize(
    "query",
    [
        "{ books { secret } }",
        "{ books { number missing } }",
        "{ books { title } books(count: 3) { author } }",
        "{ books { number place } }",
        "{ stream }",
        "{ __schema { queryType { name } } books { number } }",
        "{ books(count: 0) { number } }",
        "query ($no: Boolean = false) { books { number @include(if: $no) title @skip(if: $no) } }",
    ],
    ids=[
        "permission",
        "null",
        "merged",
        "path",
        "generator",
        "introspection",
        "empty",
        "directives",
    ],
)
async def test_the_answer_is_the_stock_executors(query: str) -> None:
    await ask(query)


async def test_a_mutation_runs_once() -> None:
    calls = Calls()
    assert await ask("mutation { write { number missing } }", calls) == {"write": None}
    assert calls.resolved == ["write"]


async def test_a_query_can_be_cancelled() -> None:
    """Nothing is left behind: a coroutine that is never awaited would warn, and so fail."""
    running = asyncio.create_task(
        schema.execute("{ forever books { author } }", context_value=Calls())
    )
    for _ in range(5):
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_an_error_is_not_the_consequence_of_itself() -> None:
    """A traceback shows each exception that led to the one that is logged."""
    result = await schema.execute("{ books(count: 1) { broken } }", context_value=Calls())
    assert result.errors is not None
    original = result.errors[0].original_error
    assert original is not None
    assert original.__context__ is None
