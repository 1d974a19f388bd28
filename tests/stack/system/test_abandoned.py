"""Nobody works for a client who has gone or waits no longer, except to finish what has begun."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from dev.stack import Stack
from shared import deadlines
from shared.telemetry import correlation
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import BOOK, hold
from tests.waiting import until

SEARCH = "query Search($text: String!) { movies(filter: { search: $text }) { totalCount } }"
BOOKINGS = "{ me { bookings(first: 1) { edges { node { status } } } } }"


def _lines(stack: Stack, service: str, correlation_id: str) -> list[dict[str, Any]]:
    text = (stack.folders.logs / f"{service}.log").read_text()
    lines = [json.loads(line) for line in text.splitlines() if correlation_id in line]
    return [line for line in lines if line.get("correlation_id") == correlation_id]


async def test_a_query_is_stopped_when_its_client_goes_or_its_time_is_over(stack: Stack) -> None:
    headers = {correlation.HEADER: uuid4().hex}
    query = {"query": SEARCH, "variables": {"text": uuid4().hex}}

    async def go_away_unanswered() -> bool:
        with pytest.raises(httpx.ReadTimeout):
            await http.post(stack.url, json=query, headers=headers, timeout=0.5)
        lines = _lines(stack, "catalog", headers[correlation.HEADER])
        stopped = [line["reason"] for line in lines if line["event"] == "query_stopped"]
        return "caller_gone" in stopped

    async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
        stack.processes["mongo"].pause()
        try:
            await until(go_away_unanswered)
            late = await http.post(
                f"{stack.ports.url('catalog')}/graphql",
                json=query,
                headers={deadlines.HEADER: "300"},
                auth=stack.as_router("catalog"),
            )
        finally:
            stack.processes["mongo"].resume()
        assert late.status_code == 504
        assert late.json()["errors"][0]["extensions"] == {"code": "DEADLINE_EXCEEDED"}
        answer = (await http.post(stack.url, json=query)).json()
        assert answer["data"] == {"movies": {"totalCount": 0}}


@pytest.mark.embedded_router  # it writes a line when a client has gone
async def test_a_booking_is_finished_although_its_customer_has_gone(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, correlation_id = await new_customer(), uuid4().hex
    held = await hold(alice, fresh_showtime(), "A1")
    input = {"holdId": held["id"], "paymentToken": "tok_visa", "idempotencyKey": uuid4().hex}
    headers = {correlation.HEADER: correlation_id, "authorization": f"Bearer {alice.token}"}

    async def statuses() -> list[str]:
        edges = (await alice.ask(BOOKINGS))["me"]["bookings"]["edges"]
        return [edge["node"]["status"] for edge in edges]

    async def has_begun() -> bool:
        return await statuses() == ["PENDING"]

    stack.processes["payment"].pause()
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
            booking = {"query": BOOK, "variables": {"input": input}}
            buying = asyncio.create_task(http.post(stack.url, json=booking, headers=headers))
            await until(has_begun)
            buying.cancel()
        await until(lambda: bool(_lines(stack, "router", correlation_id)))
    finally:
        stack.processes["payment"].resume()

    async def is_confirmed() -> bool:
        return await statuses() == ["CONFIRMED"]

    await until(is_confirmed)
    # The request itself went on: no worker had to finish it.
    await until(lambda: bool(_lines(stack, "booking", correlation_id)))
    [request] = _lines(stack, "booking", correlation_id)
    assert (request["event"], request["status"]) == ("request", 200)
