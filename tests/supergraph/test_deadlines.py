"""Subgraphs learn how long a call may take; nobody works for a client who has gone."""

import asyncio
import json
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from shared.deadlines import HEADER
from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import RouterProcess, router, serving, wait_until

LIMIT = 15_000
"""The router's limit in milliseconds, when it is not configured."""


@pytest.mark.parametrize("own", [{}, {HEADER: "999999999"}, {HEADER: "1"}])
def test_a_call_may_take_what_remains_of_the_routers_limit(
    toy_router: RouterProcess, subgraphs: ToySubgraphs, own: dict[str, str]
) -> None:
    toy_router.ask("{ me headline }", headers=own)
    for [received] in (subgraphs.people, subgraphs.news):
        assert 0 < int(received[HEADER]) <= LIMIT
        assert int(received[HEADER]) > LIMIT / 2


@dataclass
class Quiet:
    """A subgraph that does not answer until the test says so, and sees when its caller goes."""

    called: threading.Event = field(default_factory=threading.Event)
    caller_gone: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        self.called.set()
        gone = asyncio.ensure_future(receive())
        answer = asyncio.ensure_future(asyncio.to_thread(self.may_answer.wait, 20))
        await asyncio.wait({gone, answer}, return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            self.caller_gone.set()
        gone.cancel()
        await JSONResponse({"data": {"slowMutation": "done"}})(scope, receive, send)


@pytest.fixture
def quiet() -> Generator[Quiet]:
    quiet = Quiet()
    yield quiet
    quiet.may_answer.set()


def _go(started: RouterProcess, query: str, called: threading.Event) -> None:
    """Ask as a client who goes as soon as the subgraph has been called."""

    async def ask() -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
            asking = asyncio.create_task(
                client.post(f"{started.url}/graphql", json={"query": query})
            )
            assert await asyncio.to_thread(called.wait, 20)
            asking.cancel()
            await asyncio.wait([asking])

    asyncio.run(ask())


def _requests(started: RouterProcess) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in started.log.read_text().splitlines() if line[:1] == "{"]
    return [line for line in lines if line.get("event") == "request"]


@pytest.mark.embedded_router
def test_a_querys_calls_are_given_up_when_its_client_has_gone_and_a_mutations_are_not(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path, quiet: Quiet
) -> None:
    with (
        serving(quiet) as url,
        router(
            toy_supergraph, tmp_path / "log", **{**subgraphs.urls, "PEOPLE_URL": url}
        ) as started,
    ):
        _go(started, "{ slowGreeting }", quiet.called)
        assert quiet.caller_gone.wait(20)
        quiet.called.clear()
        quiet.caller_gone.clear()
        subgraphs.news.clear()
        _go(started, "mutation { slowMutation subscribe }", quiet.called)
        # The router knows that the client has gone: it has logged the request.
        wait_until(lambda: len(_requests(started)) == 2)
        quiet.may_answer.set()
        wait_until(lambda: len(subgraphs.news) == 1)
        assert not quiet.caller_gone.is_set()
        assert "subgraph_unavailable" not in started.log.read_text()


@pytest.mark.embedded_router
def test_a_subgraph_that_stops_at_the_deadline_is_named(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> None:
    async def too_late(scope: Scope, receive: Receive, send: Send) -> None:
        error = {"message": "The time is over.", "extensions": {"code": "DEADLINE_EXCEEDED"}}
        await Request(scope, receive).body()
        await JSONResponse({"errors": [error]}, 504)(scope, receive, send)

    with (
        serving(too_late) as url,
        router(toy_supergraph, tmp_path / "log", **{**subgraphs.urls, "NEWS_URL": url}) as started,
    ):
        answer = started.ask("{ me headline }").json()
    assert answer["data"] == {"me": "", "headline": None}
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "DEADLINE_EXCEEDED"
    assert error["extensions"]["subgraph"] == "news"
