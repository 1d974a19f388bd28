"""What each step of a purchase costs in calls of the store and of other services."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from benchmarks import counted
from benchmarks.counted import Counted
from dev.stack import Stack
from shared.telemetry.correlation import HEADER
from tests.stack.booking.house import BOOK, CANCEL, HOLD, House, outcome_of


@pytest.fixture(scope="module")
async def calls(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Counted:
    calls = Counted(stack, Path(tmp_path_factory.mktemp("counted")))
    await calls.start()
    return calls


STEPS = {
    # In booking's store, of services by booking, in payment's store, of the provider by payment.
    "hold": (6, 0, 0, 0),
    "book": (15, 2, 8, 2),
    "cancel": (12, 1, 7, 1),
}
"""How many calls each step makes."""


async def test_what_a_purchase_and_its_cancelling_cost(
    house: House, stack: Stack, calls: Counted
) -> None:
    alice, showtime = await house.person(), await house.showtime()
    made: dict[str, Counter[str]] = {}

    async def step(name: str, document: str, **input: Any) -> dict[str, Any]:
        sent = {**input, "idempotencyKey": uuid4().hex}
        headers = counted.headers(alice.token)
        answer = await house.http.post(
            calls.url, json={"query": document, "variables": {"input": sent}}, headers=headers
        )
        made[name] = calls.made_for(headers[HEADER])
        return outcome_of(answer.json())

    seats = [{"seatId": "A1"}, {"seatId": "A2"}]
    # The stack's own payment hears the provider's webhooks. One that comes in the midst of a step
    # writes first, and costs the step a second look: none is heard for as long as this takes.
    stack.processes["payment"].pause()
    try:
        held = await step("hold", HOLD, showtimeId=showtime, seats=seats)
        booked = await step("book", BOOK, holdId=held["id"], paymentToken="tok_visa")
        assert booked["status"] == "CONFIRMED"
        cancelled = await step("cancel", CANCEL, bookingId=booked["id"])
        assert cancelled["status"] == "CANCELLED"
    finally:
        stack.processes["payment"].resume()
    assert {name: counted.totals(each) for name, each in made.items()} == STEPS, made
