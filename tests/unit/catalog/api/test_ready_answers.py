"""Answers sent again as bytes: only while they hold, and only to the same question."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from shared.admission.line import Line
from shared.graphql.endpoint import GraphQLEndpoint
from shared.graphql.http_requests import GRAPHQL_RESPONSE
from subgraphs.catalog.api import ready_answers
from subgraphs.catalog.api.ready_answers import LARGEST_QUESTION, SendReadyAnswers
from subgraphs.catalog.service.answers import LARGEST_KEPT
from tests.unit.catalog.process import MemoryRedis, Process, Query, add_city, schema
from tests.unit.catalog.town import Town

CITIES = {"query": "{ cities }"}


class Catalog:
    """Catalog's endpoint behind the ready answers, without Redis; `asked` counts what passes."""

    def __init__(self, town: Town, redis: MemoryRedis) -> None:
        redis.away = True
        self.process = Process(town, redis)
        self.asked = 0
        self._endpoint = GraphQLEndpoint(schema, self.process.context, Line())
        self.app = SendReadyAnswers(self._count, self.process.version, town.clock)
        transport = httpx.ASGITransport(self.app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://catalog.test")

    async def ask(self, body: dict[str, Any], **headers: str) -> httpx.Response:
        return await self.client.post("/graphql", json=body, headers=headers)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self._endpoint(scope, receive, send)


@pytest.fixture
def catalog(town: Town, redis: MemoryRedis) -> Catalog:
    return Catalog(town, redis)


async def test_an_answer_is_sent_again_as_it_was(catalog: Catalog) -> None:
    first, second = await catalog.ask(CITIES), await catalog.ask(CITIES)
    assert catalog.asked == 1
    assert first.json()["data"] == {"cities": ["Bogotá"]}
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers == first.headers


async def test_nobody_gets_what_was_before_a_change(town: Town, catalog: Catalog) -> None:
    for name in ("Cali", "Pasto", "Tunja"):
        await catalog.ask(CITIES)
        add_city(town, name)
        assert name in (await catalog.ask(CITIES)).json()["data"]["cities"]


async def test_an_answer_is_sent_for_as_long_as_it_holds(town: Town, catalog: Catalog) -> None:
    await catalog.ask(CITIES)
    town.clock.moment += timedelta(seconds=29)
    await catalog.ask(CITIES)
    assert catalog.asked == 1
    town.clock.moment += timedelta(seconds=1)
    await catalog.ask(CITIES)
    assert catalog.asked == 2


@pytest.mark.parametrize(
    "query",
    ["{ me cities }", "{ header cities }", "{ cookie cities }", "{ broken cities }", "{ x }"],
)
async def test_no_other_answer_is_kept(catalog: Catalog, query: str) -> None:
    for _ in range(2):
        await catalog.ask({"query": query})
    assert catalog.asked == 2


async def test_another_question_has_another_answer(catalog: Catalog) -> None:
    await catalog.ask(CITIES)
    other = await catalog.ask({"query": "{ other: cities }"})
    assert other.json()["data"] == {"other": ["Bogotá"]}


async def test_an_answer_has_the_media_type_that_its_reader_wants(catalog: Catalog) -> None:
    for accept in ("application/json", GRAPHQL_RESPONSE):
        for _ in range(2):
            answer = await catalog.ask(CITIES, accept=accept)
            assert answer.headers["content-type"].startswith(accept)
    assert catalog.asked == 2


async def test_a_question_in_another_encoding_is_another_question(catalog: Catalog) -> None:
    await catalog.ask(CITIES)
    refused = await catalog.ask(CITIES, **{"content-encoding": "gzip"})
    assert refused.status_code == 415


async def test_the_service_answers_when_the_version_cannot_be_read(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> int:
        raise ConnectionResetError

    await catalog.ask(CITIES)
    monkeypatch.setattr(catalog.process.version, "_read", fail)
    answer = await catalog.ask(CITIES)
    assert catalog.asked == 2
    assert "errors" in answer.json()


async def test_a_large_question_is_not_kept(catalog: Catalog) -> None:
    body = {"query": "{ cities }" + "#" * LARGEST_QUESTION}
    answers = [await catalog.ask(body) for _ in range(2)]
    assert catalog.asked == 2
    assert all(answer.json()["data"] == {"cities": ["Bogotá"]} for answer in answers)


async def test_a_question_may_arrive_in_pieces(catalog: Catalog) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b'{"query": ', b'"{ cities }"', b"}"):
            yield piece

    for _ in range(2):
        answer = await catalog.client.post(
            "/graphql", content=pieces(), headers={"content-type": "application/json"}
        )
        assert answer.json()["data"] == {"cities": ["Bogotá"]}
    assert catalog.asked == 1


async def test_a_caller_who_leaves_before_the_end_leaves_nothing(catalog: Catalog) -> None:
    sent: list[Message] = []
    messages = iter(
        [
            {"type": "http.request", "body": b'{"query"', "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers}
    await catalog.app(scope, receive, send)
    assert Query.resolved == 0
    assert not sent


async def test_answers_are_kept_up_to_a_sum_of_bytes(
    town: Town, redis: MemoryRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer that was used least recently goes first, however few there are."""
    add_city(town, "x" * 100_000)
    monkeypatch.setattr(ready_answers, "KEPT_BYTES", 500_000)
    catalog = Catalog(town, redis)
    for name in "abcd":
        await catalog.ask({"query": f"{{ {name}: cities }}"})
    await catalog.ask({"query": "{ a: cities }"})
    await catalog.ask({"query": "{ e: cities }"})
    assert catalog.asked == 5
    for name in "acde":
        await catalog.ask({"query": f"{{ {name}: cities }}"})
    assert catalog.asked == 5
    await catalog.ask({"query": "{ b: cities }"})
    assert catalog.asked == 6


async def test_an_answer_above_the_largest_is_not_kept(town: Town, catalog: Catalog) -> None:
    add_city(town, "x" * LARGEST_KEPT)
    for _ in range(2):
        await catalog.ask(CITIES)
    assert catalog.asked == 2


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
async def test_only_post_has_ready_answers(catalog: Catalog, method: str) -> None:
    for _ in range(2):
        await catalog.client.request(method, "/graphql")
    assert catalog.asked == 2
