"""MongoDB is killed and restarted under load; one long outage comes with events in flight."""

import asyncio
from math import ceil
from typing import Any

from pymongo import AsyncMongoClient

from tests.faults.customers import PASSWORD, Customer
from tests.faults.testbed import Testbed
from tests.faults.traffic import traffic
from tests.waiting import until

_CUSTOMERS, _TIMES = 6, 5
_OUTAGE_SECONDS = 40.0
"""Longer than a consumer retries a message in a row."""


async def run(testbed: Testbed, scale: float) -> str:
    times = ceil(_TIMES * scale)
    customers = await testbed.customers(_CUSTOMERS)
    leaving = await testbed.customer()
    showtimes = testbed.mixed_showtimes(_CUSTOMERS)
    async with traffic(testbed, customers, showtimes) as counts:
        for _ in range(times):
            await asyncio.sleep(testbed.random.uniform(1, 3))
            await testbed.stack.restart("mongo")
            await counts.wait_for(_CUSTOMERS)
        outage = ""
        if scale == 1:
            await _long_outage(testbed, leaving)
            await counts.wait_for(_CUSTOMERS)
            outage = f"; away for {_OUTAGE_SECONDS:.0f} s with events in flight, all handled"
    waited = await testbed.settle_and_audit()
    return (
        f"killed {times} times under load: all {counts.confirmed} acknowledged bookings are "
        f"there; all work finished after {waited:.0f} s{outage}"
    )


async def _long_outage(testbed: Testbed, leaving: Customer) -> None:
    """Cancel a showtime and delete an account while booking and payment have no database."""
    stack, (showtime, seat) = testbed.stack, testbed.fresh_seat()
    await leaving.book((await leaving.hold(showtime, seat))["id"])
    async with AsyncMongoClient[dict[str, Any]](testbed.mongo_url) as client:

        async def is_published() -> bool:
            left = [
                await client[name]["outbox"].count_documents({}) for name in ("account", "catalog")
            ]
            return not any(left)

        for name in ("booking", "payment"):
            stack.processes[name].pause()
        try:
            await testbed.admin.do("cancelShowtime", id=showtime)
            await leaving.do("deleteMyAccount", password=PASSWORD)
            await until(is_published, 20, "the events were not published")
            await stack.processes["mongo"].kill()
        finally:
            for name in ("booking", "payment"):
                stack.processes[name].resume()
    await asyncio.sleep(_OUTAGE_SECONDS)
    await stack.start_process("mongo")
