"""Redis is killed and emptied under load."""

import asyncio
from math import ceil

from tests.faults.house import House
from tests.faults.traffic import traffic

_CUSTOMERS, _TIMES = 6, 5


async def run(house: House, share: float) -> str:
    times = ceil(_TIMES * share)
    customers = await house.customers(_CUSTOMERS)
    showtimes = [house.showtime() for _ in range(_CUSTOMERS)]
    logged_out = house.recorder.errors.get("UNAUTHENTICATED", 0)
    async with traffic(house, customers, showtimes) as counts:
        for _ in range(times):
            await asyncio.sleep(3)
            await house.stack.processes["redis"].kill()
            (house.stack.folders.data / "redis.rdb").unlink(missing_ok=True)
            await asyncio.sleep(2)
            await house.stack.start_process("redis")
            await asyncio.sleep(3)
    await house.clean()
    again = house.recorder.errors.get("UNAUTHENTICATED", 0) - logged_out
    return (
        f"killed and emptied {times} times under load: {counts['CONFIRMED']} bookings confirmed, "
        f"no seat sold twice; {again} calls had to log in again, nothing else was lost"
    )
