"""How many calls of the store and of other services each step of a purchase makes."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from benchmarks import counted
from benchmarks.counted import Call, Counted
from dev.stack import Stack
from shared.telemetry.correlation import HEADER
from tests.stack.booking.testbed import BOOK, CANCEL, HOLD, BookingTestbed, outcome_of


@pytest.fixture(scope="module")
async def calls(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Counted:
    calls = Counted(stack, Path(tmp_path_factory.mktemp("counted")))
    await calls.start()
    return calls


STEPS = {
    "hold": {"booking's store": 6},
    "book": {
        "booking's store": 16,
        "booking's catalog": 1,
        "booking's payment": 2,
        "payment's store": 9,
        "payment's provider": 2,
    },
    "cancel": {
        "booking's store": 12,
        "booking's payment": 1,
        "payment's store": 7,
        "payment's provider": 1,
    },
}
"""How many calls each step makes."""


async def test_a_purchase_and_its_cancellation_make_a_fixed_number_of_calls(
    testbed: BookingTestbed, stack: Stack, calls: Counted
) -> None:
    alice, showtime = await testbed.person(), await testbed.showtime()
    made: dict[str, list[Call]] = {}

    async def step(name: str, document: str, **input: Any) -> dict[str, Any]:
        sent = {**input, "idempotencyKey": uuid4().hex}
        headers = counted.headers(alice.token)
        answer = await testbed.http.post(
            calls.url, json={"query": document, "variables": {"input": sent}}, headers=headers
        )
        made[name] = calls.made_for(headers[HEADER])
        return outcome_of(answer.json())

    seats = [{"seatId": "A1"}, {"seatId": "A2"}]
    # The stack's own payment service handles the provider's webhooks. A webhook during a step can
    # write first and make the step read again, so that service is paused.
    stack.processes["payment"].pause()
    try:
        held = await step("hold", HOLD, showtimeId=showtime, seats=seats)
        booked = await step("book", BOOK, holdId=held["id"], paymentToken="tok_visa")
        assert booked["status"] == "CONFIRMED"
        cancelled = await step("cancel", CANCEL, bookingId=booked["id"])
        assert cancelled["status"] == "CANCELLED"
    finally:
        stack.processes["payment"].resume()
    totals = {
        name: Counter(f"{call.who}'s {call.whom}" for call in calls) for name, calls in made.items()
    }
    assert totals == STEPS, made
