"""Requests that are too many are refused before anything is done; the others are served whole."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import cast

import httpx
import pytest
import strawberry
from starlette.types import ASGIApp, Message, Scope

from shared.admission import line as line_module
from shared.admission.gate import Slot
from shared.admission.line import Line
from shared.admission.priority import Priority
from shared.auth.sessions import SessionStore
from shared.graphql.admission import AdmitRequests
from shared.graphql.context import RequestContext
from shared.graphql.endpoint import GraphQLEndpoint
from shared.graphql.schema import build_schema
from shared.rates.rules import WRITES
from tests.unit.shared.graphql.toy_endpoint import body

URL = "http://things/graphql"
JSON = {"content-type": "application/json"}


@strawberry.type
class Query:
    @strawberry.field
    def name(self) -> str:
        return "A"

    @strawberry.field
    def broken(self) -> str | None:
        raise ValueError


@strawberry.type
class Mutation:
    paid = 0
    "How often somebody paid."

    @strawberry.mutation
    def pay(self) -> str:
        Mutation.paid += 1
        return "paid"

    @strawberry.mutation
    def hold(self) -> str:
        return "held"

    @strawberry.mutation
    def capture(self) -> str:
        return "captured"


class Service:
    """A service whose slots the test takes and gives back."""

    def __init__(self) -> None:
        schema = build_schema(
            query=Query,
            mutation=Mutation,
            mutation_classes={WRITES: ["pay", "hold", "capture"]},
            priorities={
                "pay": Priority.FIRST,
                "capture": Priority.ALWAYS,
            },
        )
        self.line = Line()
        endpoint = GraphQLEndpoint(
            schema, lambda: RequestContext(cast(SessionStore, None), "session"), self.line
        )
        self.app: ASGIApp = AdmitRequests(endpoint, self.line, schema.priorities)
        self.slots: list[Slot] = []
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), headers=JSON)

    def fill(self, until: Priority = Priority.FIRST) -> None:
        """Take slots until nothing of this priority can begin."""
        while slot := self.line.enter(until):
            self.slots.append(slot)

    async def ask(self, query: str) -> httpx.Response:
        return await self.client.post(URL, content=body(query))


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    monkeypatch.setattr(line_module, "MAX_WAIT_SECONDS", 0.01)
    service = Service()
    async with service.client:
        yield service


async def test_what_is_shed_says_so_and_has_changed_nothing(service: Service) -> None:
    service.fill()
    before = Mutation.paid
    answer = await service.ask("mutation { pay }")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "SERVICE_OVERLOADED", "retryAfterSeconds": 1}
    assert "nothing has changed" in error["message"]
    assert "data" not in answer.json()
    assert Mutation.paid == before


async def test_priorities_decide_who_is_served(service: Service) -> None:
    service.fill(Priority.LAST)
    assert (await service.ask("{ name }")).status_code == 503
    assert (await service.ask("mutation { hold }")).json()["data"] == {"hold": "held"}
    service.fill(Priority.THIRD)
    assert (await service.ask("mutation { hold }")).status_code == 503
    assert (await service.ask("mutation { pay }")).json()["data"] == {"pay": "paid"}
    service.fill()
    assert (await service.ask("mutation { pay }")).status_code == 503
    assert (await service.ask("mutation { capture }")).json()["data"] == {"capture": "captured"}


async def test_who_waits_is_served_when_a_slot_is_free(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "MAX_WAIT_SECONDS", 5)
    service.fill()
    asked = asyncio.create_task(service.ask("mutation { pay }"))
    for _ in range(20):
        await asyncio.sleep(0)
    assert service.line.waiting == 1
    service.line.leave(service.slots.pop())
    assert (await asked).json()["data"] == {"pay": "paid"}


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"query": 1}',
        b'{"query": "{ name }", "operationName": 1}',
    ],
)
async def test_what_is_no_operation_matters_least(service: Service, content: bytes) -> None:
    service.fill(Priority.LAST)
    answer = await service.client.post(URL, content=content)
    assert answer.status_code == 503
    service.line.leave(service.slots.pop())
    assert (await service.client.post(URL, content=content)).status_code == 400


async def test_slots_come_back_after_every_answer(service: Service) -> None:
    for query in ("{ name }", "{ broken }", "{ nothing }", "{"):
        await service.ask(query)
    assert service.line.in_progress == 0


async def test_a_body_in_parts_arrives_whole(service: Service) -> None:
    service.fill(Priority.LAST)
    parts = [body("mutation { hold }")[start : start + 7] for start in range(0, 60, 7)]
    left = [
        {"type": "http.request", "body": part, "more_body": part is not parts[-1]} for part in parts
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return left.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "headers": [(b"content-type", b"application/json")],
    }
    await service.app(scope, receive, send)
    assert json.loads(sent[1]["body"])["data"] == {"hold": "held"}


async def test_all_that_has_arrived_is_admitted_or_refused_before_work_begins() -> None:
    """Work that never waits must not hide the queue behind it."""
    service = Service()
    service.fill(Priority.LAST)
    service.line.leave(service.slots.pop())
    order: list[str] = []

    async def work(*_: object) -> None:
        order.append("work")

    async def receive() -> Message:
        return {"type": "http.request", "body": body()}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            order.append("refusal")

    app = AdmitRequests(work, service.line, build_schema(query=Query).priorities)
    scope: Scope = {"type": "http", "path": "/graphql"}
    first = asyncio.create_task(app(dict(scope), receive, send))
    # As many wait as may wait, so the last is refused at once.
    waiting = [asyncio.create_task(service.line.admitted(Priority.LAST)) for _ in range(10)]
    last = asyncio.create_task(app(dict(scope), receive, send))
    await asyncio.gather(first, last, *waiting)
    assert order == ["refusal", "work"]


async def test_other_addresses_are_not_limited(service: Service) -> None:
    service.fill()
    reached: list[str] = []

    async def app(scope: Scope, *_: object) -> None:
        reached.append(scope["path"])

    admit = AdmitRequests(app, service.line, build_schema(query=Query).priorities)

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        raise AssertionError

    for path in ("/health/live", "/health/ready", "/webhooks/provider"):
        await admit({"type": "http", "path": path}, receive, send)
    assert len(reached) == 3
