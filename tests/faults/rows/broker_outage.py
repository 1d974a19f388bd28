"""Kafka is away under load."""

import asyncio
import time
from math import ceil
from typing import Any

from pymongo import AsyncMongoClient

from tests.faults.testbed import RowFailed, Testbed
from tests.faults.traffic import traffic

_CUSTOMERS, _AWAY_SLICES, _SLICE_SECONDS, _DRAINED_WITHIN = 6, 6, 10.0, 60.0


async def run(testbed: Testbed, scale: float) -> str:
    slices = ceil(_AWAY_SLICES * scale)
    customers = await testbed.customers(_CUSTOMERS)
    async with traffic(testbed, customers, testbed.mixed_showtimes(_CUSTOMERS)) as counts:
        await counts.wait_for(_CUSTOMERS)
        await testbed.stack.take_broker_away()
        try:
            before = counts.confirmed
            for number in range(slices):
                so_far = counts.confirmed
                await asyncio.sleep(_SLICE_SECONDS)
                if counts.confirmed == so_far:
                    raise RowFailed(
                        f"nobody could book in the {number + 1}th ten seconds without Kafka"
                    )
            meanwhile = counts.confirmed - before
            waiting = await _waiting(testbed)
        finally:
            # What drains is counted from here on; customers stop as soon as they have an answer.
            counts.closing.set()
            back_at = time.monotonic()
            await testbed.stack.bring_broker_back()
    await testbed.quiet(_DRAINED_WITHIN - (time.monotonic() - back_at))
    drained = time.monotonic() - back_at
    await testbed.clean()
    if waiting < meanwhile:
        raise RowFailed(f"{waiting} events waited for Kafka, after {meanwhile} bookings")
    return (
        f"away for {slices * _SLICE_SECONDS:.0f} s: {meanwhile} bookings confirmed meanwhile, "
        f"some in each ten seconds, {waiting} events waited, nothing lost, drained "
        f"{drained:.1f} s after it was back"
    )


async def _waiting(testbed: Testbed) -> int:
    """How many events are not told yet."""
    async with AsyncMongoClient[dict[str, Any]](testbed.mongo_url) as client:
        return sum(
            [await client[name]["outbox"].count_documents({}) for name in ("booking", "payment")]
        )
