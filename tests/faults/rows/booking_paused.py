"""Booking is paused (SIGSTOP) past its hold's end, while another customer buys the seat."""

import asyncio
from math import ceil

from tests.faults.customers import Answer, Customer, Replica
from tests.faults.testbed import HOLD_SECONDS, RowFailed, Testbed
from tests.waiting import until

_TIMES = 10
_UNTIL_RECOVERY_SECONDS = 16.0


async def run(testbed: Testbed, scale: float) -> str:
    """Pause several times; every second time another replica's recovery worker comes first."""
    times = max(2, ceil(_TIMES * scale))
    slow, quick = await testbed.customers(2)
    replica = await testbed.stack.start_replica("booking")
    at = Replica(f"{replica}/graphql", testbed.stack.as_router("booking"))
    name = f"booking-{replica.rpartition(':')[2]}"
    try:
        for number in range(times):
            patience = _UNTIL_RECOVERY_SECONDS if number % 2 else 0.0
            await _overtake(testbed, slow, quick, at, patience)
        await testbed.settle_and_audit()
    finally:
        await testbed.stack.processes.pop(name).stop()
    return f"{times} times paused past the hold's end: only the other buyer has the seat and paid"


async def _overtake(
    testbed: Testbed, slow: Customer, quick: Customer, replica: Replica, patience: float
) -> None:
    plan, booking = testbed.stack.plans["booking"], testbed.stack.processes["booking"]
    showtime, seat = testbed.fresh_seat()
    held = await slow.hold(showtime, seat)
    # Close to the hold's end: booking prolongs a hold only a little while it is paid for.
    await asyncio.sleep(HOLD_SECONDS - 2)
    rule = plan.wait("before bookings.confirm", showtime)
    buying = asyncio.create_task(slow.book(held["id"]))
    await until(lambda: plan.reached(rule), 30, "booking did not begin to confirm")
    booking.pause()
    try:
        plan.clear()
        hold = await _hold_once_free(quick, replica, showtime, seat)
        await asyncio.sleep(patience)
        bought = await quick.book(hold["id"], at=replica)
    finally:
        booking.resume()
    answer = await buying
    if bought.get("status") != "CONFIRMED" or answer.get("status") == "CONFIRMED":
        raise RowFailed(f"the other buyer got {bought}, the buyer whose call was paused {answer}")


async def _hold_once_free(customer: Customer, at: Replica, showtime: str, seat: str) -> Answer:
    """Try to hold the seat until the first hold has expired."""
    hold: Answer = {}

    async def held() -> bool:
        hold.update(await customer.hold(showtime, seat, at=at))
        return hold["__typename"] == "SeatHold"

    await until(held, 30, "the seat did not become free")
    return hold
