"""All ordered pairs of operations on one seat; the second runs while the first is held up."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import product
from math import ceil

from tests.faults.customers import Customer
from tests.faults.rows.expected_outcomes import EXPECTED_OUTCOMES
from tests.faults.rows.seat_operations import (
    SEAT_OPERATIONS,
    Action,
    Database,
    Preparation,
    SeatContext,
    buy_cancelled_seat,
    deliver_webhook_again,
    hold_up,
)
from tests.faults.testbed import RowFailed, Testbed

_AT_ONCE = 9
_SECOND_WITHIN = 14.0
"""Seconds for the second operation, less than the router's time-out of the first."""

BARRIER_OVERRIDES = {
    # A hold can be released until a booking is made from it.
    ("release", "cancel"): "before holds.remove",
    ("release", "webhook"): "before holds.remove",
    ("release", "recovery"): "before holds.remove",
    # The seat is free again, but its price is not refunded yet.
    ("cancel", "book"): "before payments.refund",
    ("cancel", "recovery"): "before payments.refund",
}

SECOND_OVERRIDES: Mapping[tuple[str, str], Action] = {
    # The owner's hold is used up; what can be booked is the seat set free.
    ("cancel", "book"): buy_cancelled_seat,
    # The first is held up, so payment knows nothing before it handles the second.
    ("webhook", "webhook"): deliver_webhook_again,
}


async def run(testbed: Testbed, scale: float) -> str:
    pairs = list(product(SEAT_OPERATIONS, SEAT_OPERATIONS))
    chosen = testbed.random.sample(pairs, ceil(len(pairs) * scale))
    groups = [await testbed.customers(3) for _ in range(min(_AT_ONCE, len(chosen)))]
    # Two replicas: a recovery worker that is held up would block all other recoveries.
    replica = await testbed.stack.start_replica("booking")
    # These two run one at a time: each holds up the only worker or consumer of its replica.
    alone = {"recovery": asyncio.Lock(), "showtime cancelled": asyncio.Lock()}
    wrong: list[str] = []
    pairs_left = iter(chosen)

    async def play(customers: Sequence[Customer]) -> None:
        for pair in pairs_left:
            async with AsyncExitStack() as locks:
                for name in alone.keys() & set(pair):
                    await locks.enter_async_context(alone[name])
                try:
                    outcomes = await _interleave(testbed, database, pair, customers)
                except (RowFailed, TimeoutError, AssertionError) as error:
                    wrong.append(f"{pair}: {error!r}")
                    continue
            expected = EXPECTED_OUTCOMES[pair[0]][pair[1]]
            if any(each not in of.split("|") for each, of in zip(outcomes, expected, strict=True)):
                wrong.append(f"{pair}: outcomes {outcomes}, expected {expected}")

    try:
        async with (
            Database(testbed.mongo_url, tz_aware=True) as database,
            asyncio.TaskGroup() as tasks,
        ):
            for customers in groups:
                tasks.create_task(play(customers))
        await testbed.settle_and_audit()
    finally:
        for plan in testbed.stack.plans.values():
            plan.clear()
        await testbed.stack.processes.pop(f"booking-{replica.rpartition(':')[2]}").stop()
    if wrong:
        raise RowFailed(json.dumps(wrong, indent=1))
    return (
        f"{len(chosen)} ordered pairs: the second ran while the first waited at its barrier, both "
        "had the expected outcome; auditor clean"
    )


async def _interleave(
    testbed: Testbed, database: Database, pair: tuple[str, str], customers: Sequence[Customer]
) -> tuple[str, str]:
    """Run the second operation while the first is held up. Return both outcomes."""
    owner, *strangers = customers
    context = SeatContext(
        testbed, database, testbed.showtime(), owner, strangers, hold_expires="expire" in pair
    )
    before, meanwhile = _preparations(pair)
    for prepare in before:
        await prepare(context)
    go = await hold_up(context, pair[0], BARRIER_OVERRIDES.get(pair))
    for prepare in meanwhile:
        await prepare(context)
    second = SECOND_OVERRIDES.get(pair, SEAT_OPERATIONS[pair[1]].action)
    second_outcome = await asyncio.wait_for(second(context), _SECOND_WITHIN)
    first_outcome = await go()
    await context.wait_for_answer()
    return first_outcome, second_outcome


def _preparations(pair: tuple[str, str]) -> tuple[Sequence[Preparation], Sequence[Preparation]]:
    """Return the preparations before the first operation begins, and before the second."""
    first, second = (SEAT_OPERATIONS[name].before for name in pair)
    if pair[0] in ("extend", "release"):
        # The first begins before anything is booked from the hold, and goes on afterwards.
        return first, [step for step in second if step not in first]
    if pair[0] in ("book", "cancel", "webhook", "recovery"):
        # Both operations are about the same booking.
        return first, ()
    return max(first, second, key=len), ()
