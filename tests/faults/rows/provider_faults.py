"""A provider that times out, loses answers and declines."""

import asyncio
from collections import Counter
from math import ceil

from tests.faults.customers import Customer
from tests.faults.house import House

_PAYMENTS, _AT_ONCE = 500, 20
_RATES = {"timeout_rate": 0.2, "lost_rate": 0.05, "decline_rate": 0.1}
_SETTLED_WITHIN = 60.0


async def run(house: House, share: float) -> str:
    await house.provider_faults(**_RATES)
    counts: Counter[str] = Counter()
    left = iter(range(ceil(_PAYMENTS * share)))

    async def pay(customer: Customer) -> None:
        for _ in left:
            held = await customer.hold(*house.fresh_seat())
            while held["__typename"] != "SeatHold":
                # What is not settled yet counts among the holds that one may have of a showing.
                held = await customer.hold(*house.fresh_seat())
            booked = await customer.book(held["id"])
            counts[booked.get("status", booked["__typename"])] += 1

    customers = await house.customers(_AT_ONCE)
    await asyncio.gather(*map(pay, customers))
    waited = await house.clean(_SETTLED_WITHIN)
    await house.provider_faults()
    answers = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return (
        f"{sum(counts.values())} payments ({answers}), equal to the minor unit; "
        f"all settled {waited:.0f} s after the last"
    )
