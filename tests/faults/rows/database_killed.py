"""MongoDB is killed and restarted under load."""

import asyncio
from math import ceil

from tests.faults.house import House
from tests.faults.traffic import traffic

_CUSTOMERS, _TIMES = 6, 5


async def run(house: House, share: float) -> str:
    times = ceil(_TIMES * share)
    customers = await house.customers(_CUSTOMERS)
    showtimes = [house.showtime() for _ in range(_CUSTOMERS)]
    async with traffic(house, customers, showtimes) as counts:
        for _ in range(times):
            await asyncio.sleep(house.random.uniform(2, 4))
            await house.stack.restart("mongo")
    waited = await house.clean()
    return (
        f"killed {times} times under load: every one of {counts['CONFIRMED']} acknowledged "
        f"bookings is there; quiet after {waited:.0f} s"
    )
