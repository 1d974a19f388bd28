"""MongoDB is killed and restarted under load; once it stays away with events in flight."""

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
"""Longer than a consumer tries a message that it cannot take."""


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
            outage = f"; away for {_OUTAGE_SECONDS:.0f} s with events in flight, each taken"
    waited = await testbed.clean()
    return (
        f"killed {times} times under load: every one of {counts.confirmed} acknowledged "
        f"bookings is there; quiet after {waited:.0f} s{outage}"
    )


async def _long_outage(testbed: Testbed, leaving: Customer) -> None:
    """A showtime is called off and an account deleted, and who is to hear of it has no database."""
    stack, (showtime, seat) = testbed.stack, testbed.fresh_seat()
    await leaving.book((await leaving.hold(showtime, seat))["id"])
    async with AsyncMongoClient[dict[str, Any]](testbed.mongo_url) as client:

        async def is_told() -> bool:
            left = [
                await client[name]["outbox"].count_documents({}) for name in ("account", "catalog")
            ]
            return not any(left)

        for name in ("booking", "payment"):
            stack.processes[name].pause()
        try:
            await testbed.admin.do("cancelShowtime", id=showtime)
            await leaving.do("deleteMyAccount", password=PASSWORD)
            await until(is_told, 20, "the events were not told")
            await stack.processes["mongo"].kill()
        finally:
            for name in ("booking", "payment"):
                stack.processes[name].resume()
    await asyncio.sleep(_OUTAGE_SECONDS)
    await stack.start_process("mongo")
