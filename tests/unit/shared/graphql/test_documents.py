"""Documents are parsed and validated once, and kept up to a sum of bytes."""

import asyncio
import gc
from typing import Any

import pytest
import strawberry
from graphql import GraphQLError, ValidationRule
from strawberry.extensions import AddValidationRules

from shared.graphql import documents
from shared.graphql.documents import LARGEST_KEPT
from shared.graphql.schema import SubgraphSchema, build_schema


@strawberry.type
class Query:
    @strawberry.field
    def number(self) -> int:
        return 1


class CountValidations(ValidationRule):
    """Counts the fields that it visits, and refuses one with an alias."""

    visited = 0

    def enter_field(self, node: Any, *_: object) -> None:
        CountValidations.visited += 1
        if node.alias:
            self.report_error(GraphQLError("No aliases.", node))


class Counted(AddValidationRules):
    def __init__(self) -> None:
        super().__init__([CountValidations])


@pytest.fixture
def schema() -> SubgraphSchema:
    CountValidations.visited = 0
    return build_schema(query=Query, extensions=[Counted])


async def _validations(schema: SubgraphSchema, query: str) -> int:
    """Ask, and return how often the one field of the query was validated for it."""
    before = CountValidations.visited
    await schema.execute(query)
    return CountValidations.visited - before


def _padded(name: str, length: int) -> str:
    query = f"query {name} {{ number }} #"
    return query + "x" * (length - len(query))


async def test_a_document_is_validated_once(schema: SubgraphSchema) -> None:
    for first in (1, 0, 0):
        assert await _validations(schema, "{ number }") == first
        answer = await schema.execute("{ number }")
        assert (answer.data, answer.errors) == ({"number": 1}, None)


async def test_those_who_ask_at_the_same_time_wait_for_one_parse_and_one_validation(
    schema: SubgraphSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed, parse = list[str](), documents.parse

    def counted(text: str, **options: Any) -> Any:
        parsed.append(text)
        return parse(text, **options)

    monkeypatch.setattr(documents, "parse", counted)
    answers = await asyncio.gather(*(schema.execute("{ number }") for _ in range(20)))
    assert [answer.data for answer in answers] == [{"number": 1}] * 20
    assert (parsed, CountValidations.visited) == (["{ number }"], 1)


async def test_an_invalid_document_is_refused_each_time(schema: SubgraphSchema) -> None:
    for _ in range(3):
        answer = await schema.execute("{ other: number }")
        assert answer.errors is not None
        assert [error.message for error in answer.errors] == ["No aliases."]
        assert answer.data is None


async def test_a_document_that_cannot_be_parsed_is_refused_each_time(
    schema: SubgraphSchema,
) -> None:
    for _ in range(2):
        answer = await schema.execute("{ number")
        assert answer.errors is not None
        assert answer.errors[0].extensions == {"code": "GRAPHQL_PARSE_FAILED"}


async def test_a_syntax_error_that_nobody_waits_for_is_not_logged(schema: SubgraphSchema) -> None:
    unheard = list[dict[str, Any]]()
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, context: unheard.append(context))
    asked = asyncio.create_task(schema.execute("{ number # nobody waits"))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await documents.beside_the_loop(gc.collect)
    gc.collect()
    loop.set_exception_handler(before)
    assert unheard == []


async def test_a_document_is_validated_again_by_other_rules(schema: SubgraphSchema) -> None:
    query = "{ __schema { queryType { name } } }"
    assert (await schema.execute(query)).errors is None
    schema.hide()
    assert (await schema.execute(query)).errors


async def test_a_document_above_the_largest_is_not_kept(schema: SubgraphSchema) -> None:
    for length, again in ((LARGEST_KEPT, 0), (LARGEST_KEPT + 1, 1)):
        query = _padded("Long", length)
        assert await _validations(schema, query) == 1
        assert await _validations(schema, query) == again


async def test_documents_are_kept_up_to_a_sum_of_bytes(
    monkeypatch: pytest.MonkeyPatch, schema: SubgraphSchema
) -> None:
    """Each of these weighs over a megabyte: the one used least recently goes first."""
    monkeypatch.setattr(documents, "KEPT_BYTES", 4 * 1024 * 1024)
    schema = build_schema(query=Query, extensions=[Counted])
    for name in "ABC":
        await schema.execute(_padded(name, 4_000))
    assert await _validations(schema, _padded("A", 4_000)) == 0
    await schema.execute(_padded("D", 4_000))
    again = [name for name in "ACDB" if await _validations(schema, _padded(name, 4_000))]
    assert again == ["B"]
