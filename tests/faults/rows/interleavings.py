"""All ordered pairs of what can happen to one seat, the first held up half-way."""

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
"""The second must be over while the first is held up: sooner than the router gives that up."""

BARRIER_OVERRIDES = {
    # Once the booking is made from the hold, the promise cannot be taken back any more.
    ("release", "cancel"): "before holds.remove",
    ("release", "webhook"): "before holds.remove",
    ("release", "recovery"): "before holds.remove",
    # The seat is free again, and its price not yet given back.
    ("cancel", "book"): "before payments.refund",
    ("cancel", "recovery"): "before payments.refund",
}

SECOND_OVERRIDES: Mapping[tuple[str, str], Action] = {
    # What can be booked is what was cancelled.
    ("cancel", "book"): buy_cancelled_seat,
    # The first waits: nothing is known before the second is taken in.
    ("webhook", "webhook"): deliver_webhook_again,
}


async def run(testbed: Testbed, scale: float) -> str:
    pairs = list(product(SEAT_OPERATIONS, SEAT_OPERATIONS))
    chosen = testbed.random.sample(pairs, ceil(len(pairs) * scale))
    rooms = [await testbed.customers(3) for _ in range(min(_AT_ONCE, len(chosen)))]
    # Two workers: one that is held up would keep another's recovery waiting for ever.
    replica = await testbed.stack.start_replica("booking")
    # Each of them is held up with the one worker, or consumer, that all scenes have.
    alone = {"recovery": asyncio.Lock(), "showtime cancelled": asyncio.Lock()}
    wrong: list[str] = []
    waiting = iter(chosen)

    async def play(customers: Sequence[Customer]) -> None:
        for pair in waiting:
            async with AsyncExitStack() as locks:
                for name in alone.keys() & set(pair):
                    await locks.enter_async_context(alone[name])
                try:
                    came = await _interleave(testbed, database, pair, customers)
                except (RowFailed, TimeoutError, AssertionError) as error:
                    wrong.append(f"{pair}: {error!r}")
                    continue
            wanted = EXPECTED_OUTCOMES[pair[0]][pair[1]]
            if any(each not in of.split("|") for each, of in zip(came, wanted, strict=True)):
                wrong.append(f"{pair}: {came}, not {wanted}")

    try:
        async with (
            Database(testbed.mongo_url, tz_aware=True) as database,
            asyncio.TaskGroup() as tasks,
        ):
            for customers in rooms:
                tasks.create_task(play(customers))
        await testbed.clean()
    finally:
        for plan in testbed.stack.plans.values():
            plan.clear()
        await testbed.stack.processes.pop(f"booking-{replica.rpartition(':')[2]}").stop()
    if wrong:
        raise RowFailed(json.dumps(wrong, indent=1))
    return (
        f"{len(chosen)} ordered pairs, in each the second came while the first was held up at its "
        "barrier, and both had the outcome that they must: auditor clean"
    )


async def _interleave(
    testbed: Testbed, database: Database, pair: tuple[str, str], customers: Sequence[Customer]
) -> tuple[str, str]:
    """Let the second happen while the first is held up; what came of each."""
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
    then = await asyncio.wait_for(second(context), _SECOND_WITHIN)
    came = await go()
    await context.wait_for_answer()
    return came, then


def _preparations(pair: tuple[str, str]) -> tuple[Sequence[Preparation], Sequence[Preparation]]:
    """What must be so before the first begins, and what before the second does."""
    first, second = (SEAT_OPERATIONS[name].before for name in pair)
    if pair[0] in ("extend", "release"):
        # Nothing is booked from the hold when it begins, and something when it goes on.
        return first, [step for step in second if step not in first]
    if pair[0] in ("book", "cancel", "webhook", "recovery"):
        # What there is to cancel, to tell or to recover is that very booking.
        return first, ()
    return max(first, second, key=len), ()
