"""Booking is stopped (SIGSTOP) past its hold's end, while another buys the seat."""

import asyncio
from math import ceil

from tests.faults.customers import Answer, Customer
from tests.faults.testbed import HOLD_SECONDS, RowFailed, Testbed
from tests.waiting import until

_TIMES = 10
_UNTIL_RECOVERY_SECONDS = 16.0


async def run(testbed: Testbed, scale: float) -> str:
    """In half of them the recovery worker of another replica comes first."""
    times = max(2, ceil(_TIMES * scale))
    slow, quick = await testbed.customers(2)
    replica = await testbed.stack.start_replica("booking")
    name = f"booking-{replica.rpartition(':')[2]}"
    try:
        for number in range(times):
            patience = _UNTIL_RECOVERY_SECONDS if number % 2 else 0.0
            await _overtake(testbed, slow, quick, f"{replica}/graphql", patience)
        await testbed.clean()
    finally:
        await testbed.stack.processes.pop(name).stop()
    return f"{times} times stopped past the hold's end: the other buyer has the seat and alone paid"


async def _overtake(
    testbed: Testbed, slow: Customer, quick: Customer, replica: str, patience: float
) -> None:
    plan, booking = testbed.stack.plans["booking"], testbed.stack.processes["booking"]
    showtime, seat = testbed.fresh_seat()
    held = await slow.hold(showtime, seat)
    # As near to its end as may be: what is paid for is held a little longer, not for a new time.
    await asyncio.sleep(HOLD_SECONDS - 2)
    rule = plan.wait("before bookings.confirm", showtime)
    buying = asyncio.create_task(slow.book(held["id"]))
    await until(lambda: plan.reached(rule), 30, "no confirmation was begun")
    booking.pause()
    try:
        plan.clear()
        got = await _hold_at_last(quick, replica, showtime, seat)
        await asyncio.sleep(patience)
        taken = await quick.book(got["id"], url=replica)
    finally:
        booking.resume()
    answer = await buying
    if taken.get("status") != "CONFIRMED" or answer.get("status") == "CONFIRMED":
        raise RowFailed(f"the seat was taken: {taken}, and the one who was stopped got {answer}")


async def _hold_at_last(customer: Customer, url: str, showtime: str, seat: str) -> Answer:
    """Try until the first hold's end has come."""
    got: Answer = {}

    async def held() -> bool:
        got.update(await customer.hold(showtime, seat, url=url))
        return got["__typename"] == "SeatHold"

    await until(held, 30, "the seat was never free")
    return got
