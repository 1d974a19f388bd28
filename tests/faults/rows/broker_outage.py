"""An outage of Kafka under load."""

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
        await testbed.stack.start_broker_outage()
        try:
            before = counts.confirmed
            for number in range(slices):
                so_far = counts.confirmed
                await asyncio.sleep(_SLICE_SECONDS)
                if counts.confirmed == so_far:
                    raise RowFailed(
                        f"no booking in the {number + 1}th ten seconds of Kafka's outage"
                    )
            meanwhile = counts.confirmed - before
            waiting = await _waiting(testbed)
        finally:
            # The time to drain starts now; customers stop at their next answer.
            counts.closing.set()
            back_at = time.monotonic()
            await testbed.stack.end_broker_outage()
    await testbed.settle(_DRAINED_WITHIN - (time.monotonic() - back_at))
    drained = time.monotonic() - back_at
    await testbed.settle_and_audit()
    if waiting < meanwhile:
        raise RowFailed(f"only {waiting} events waited for Kafka after {meanwhile} bookings")
    return (
        f"away for {slices * _SLICE_SECONDS:.0f} s: {meanwhile} bookings confirmed meanwhile, "
        f"some in every ten seconds; {waiting} events waited, none was lost; drained "
        f"{drained:.1f} s after Kafka was back"
    )


async def _waiting(testbed: Testbed) -> int:
    """Return how many events of booking and payment are not published yet."""
    async with AsyncMongoClient[dict[str, Any]](testbed.mongo_url) as client:
        return sum(
            [await client[name]["outbox"].count_documents({}) for name in ("booking", "payment")]
        )
