"""Kafka is away under load."""

import asyncio

from tests.faults.house import House, Red
from tests.faults.traffic import traffic

_CUSTOMERS, _AWAY_SECONDS, _DRAINED_WITHIN = 6, 60.0, 60.0


async def run(house: House, share: float) -> str:
    away = max(10.0, _AWAY_SECONDS * share)
    customers = await house.customers(_CUSTOMERS)
    showtimes = [house.showtime() for _ in range(_CUSTOMERS)]
    async with traffic(house, customers, showtimes) as counts:
        await asyncio.sleep(2)
        await house.stack.take_broker_away()
        before = counts["CONFIRMED"]
        await asyncio.sleep(away)
        meanwhile = counts["CONFIRMED"] - before
        await house.stack.bring_broker_back()
    drained = await house.clean(_DRAINED_WITHIN)
    if not meanwhile:
        raise Red("nobody could book while Kafka was away")
    return (
        f"away for {away:.0f} s: {meanwhile} bookings confirmed meanwhile, nothing lost, "
        f"drained {drained:.1f} s after it was back"
    )
