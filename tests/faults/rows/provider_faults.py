"""A payment provider that times out, loses answers and declines."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from math import ceil, sqrt
from typing import Any

from pymongo import AsyncMongoClient

from tests.faults.customers import Customer
from tests.faults.testbed import RowFailed, Testbed

_PAYMENTS, _AT_ONCE = 500, 20
_TIMEOUTS, _LOST, _DECLINES = 0.2, 0.05, 0.1
_SETTLED_WITHIN = 60.0
_WAITED_FOR = 5.5
"""Seconds; a slower answer came by webhook. Payment waits 6 s for the provider's answer."""


async def run(testbed: Testbed, scale: float) -> str:
    payments = ceil(_PAYMENTS * scale)
    customers = await testbed.customers(_AT_ONCE)
    # One purchase per customer and showtime: an unsettled payment blocks no other purchase.
    showtimes = [testbed.showtime() for _ in range(ceil(payments / _AT_ONCE))]
    left = iter(range(payments))
    counts: Counter[str] = Counter()
    late = 0

    async def pay(customer: Customer, seat: str) -> None:
        nonlocal late
        for showtime in showtimes:
            if next(left, None) is None:
                return
            held = await customer.hold(showtime, seat)
            if held["__typename"] != "SeatHold":
                raise RowFailed(f"a free seat could not be held: {held}")
            asked = time.monotonic()
            booked = await customer.book(held["id"])
            counts[outcome := booked.get("status", booked["__typename"])] += 1
            late += outcome != "PENDING" and time.monotonic() - asked > _WAITED_FOR

    seats = [f"{row}{number}" for row in "CD" for number in range(1, 11)]
    await testbed.break_provider(
        testbed.random.getrandbits(32),
        timeout_rate=_TIMEOUTS,
        lost_rate=_LOST,
        decline_rate=_DECLINES,
    )
    try:
        async with _watched(testbed) as unknown:
            await asyncio.gather(*map(pay, customers, seats))
            waited = await testbed.settle_and_audit(_SETTLED_WITHIN)
    finally:
        await testbed.repair_provider()
    check_rates(counts, late, payments)
    answers = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return (
        f"{payments} payments ({answers}; {late} known only by webhook), equal to the minor "
        "unit; none UNKNOWN for longer than "
        f"{max(unknown):.0f} s, all settled {waited:.0f} s after the last"
    )


@asynccontextmanager
async def _watched(testbed: Testbed) -> AsyncGenerator[Sequence[float]]:
    """Watch UNKNOWN payments meanwhile; yield their ages in seconds.

    Raise RowFailed when one stays UNKNOWN for too long.
    """
    ages = [0.0]

    async def watch() -> None:
        async with AsyncMongoClient[dict[str, Any]](testbed.mongo_url, tz_aware=True) as client:
            payments = client["payment"]["payments"]
            while True:
                async for payment in payments.find({"status": "UNKNOWN"}):
                    ages.append((datetime.now(UTC) - payment["createdAt"]).total_seconds())
                    if ages[-1] > _SETTLED_WITHIN:
                        raise RowFailed(f"{payment['_id']} is still UNKNOWN at {ages[-1]:.0f} s")
                await asyncio.sleep(1)

    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch())
        yield ages
        watching.cancel()


def check_rates(counts: Counter[str], late: int, payments: int) -> None:
    """Raise RowFailed if the outcomes are more than four standard deviations off their rates.

    When the provider's answer is lost, payment waits without success and then learns of the charge
    by webhook: its customer gets a good answer `late`. A charge that times out was never made.
    """
    expected = {"CONFIRMED", "PENDING", "PaymentDeclined"}
    if unexpected := counts.keys() - expected:
        raise RowFailed(f"unexpected outcomes: {unexpected}")
    for kind, count, rate in (
        ("PENDING", counts["PENDING"], _TIMEOUTS),
        ("PaymentDeclined", counts["PaymentDeclined"], (1 - _TIMEOUTS) * _DECLINES),
        ("late", late, _LOST),
    ):
        tolerance = 4 * sqrt(payments * rate * (1 - rate))
        if abs(count - payments * rate) > tolerance:
            raise RowFailed(f"{count} of {payments} are {kind}, the rate was set to {rate:.1%}")
    if not counts["CONFIRMED"]:
        raise RowFailed("no booking was confirmed")
