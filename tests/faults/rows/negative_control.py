"""The negative control: with a safeguard disabled, the auditor or a probe must go red."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from math import ceil
from pathlib import Path

from dev.errors import StackError
from tests.faults.customers import PASSWORD
from tests.faults.house import House, Red, open_house
from tests.faults.rows import attacks, paused

Control = Callable[[House], Awaitable[None]]
"""Does what the safeguard is there for; returns or raises Red, and the auditor judges after it."""


async def _sell_a_seat_twice(house: House) -> None:
    showtime, seat = house.fresh_seat()
    for customer in await house.customers(2):
        held = await customer.hold(showtime, seat)
        if held["__typename"] == "SeatHold":
            buying = asyncio.create_task(customer.book(held["id"]))
            # With the predicate gone the index stops it: that booking never ends.
            await asyncio.wait([buying], timeout=5)
            buying.cancel()


async def _overtake(house: House) -> None:
    await paused.run(house, 0)


async def _nothing(house: House) -> None: ...


async def _delete_an_account(house: House) -> None:
    customer = await house.customer()
    await customer.book((await customer.hold(*house.fresh_seat()))["id"])
    await customer.do("deleteMyAccount", password=PASSWORD)


CONTROLS: Mapping[str, Control] = {
    "claim": _sell_a_seat_twice,
    "fence": _overtake,
    "index": _nothing,
    "inbox": _delete_an_account,
    "service-signature": attacks.forge_a_service_token,
    "webhook-signature": attacks.forge_a_webhook,
}


async def run(house: House, share: float) -> str:
    """Each control in a house of its own: what it spoils stays spoilt."""
    chosen = house.random.sample(sorted(CONTROLS), ceil(len(CONTROLS) * share))
    noticed: list[str] = []
    for name in chosen:
        # The same deed with every safeguard in place is harmless.
        await CONTROLS[name](house)
        await house.clean()
        folder = Path(tempfile.mkdtemp(prefix=f"faults-without-{name}-"))
        async with open_house(folder, house.random.getrandbits(32), switches=[name]) as spoilt:
            noticed.append(f"{name} ({await _verdict(spoilt, CONTROLS[name])})")
    return f"{len(noticed)} safeguards disabled in turn, each noticed: " + ", ".join(noticed)


async def _verdict(house: House, control: Control) -> str:
    """Who noticed; Red when nobody did."""
    try:
        await control(house)
    except Red:
        return "a probe"
    except StackError:
        # A call was never answered: with the fence gone, the index stops the second confirmation.
        pass
    try:
        await house.quiet(20)
    except Red:
        return "nothing ends"
    violations = (await house.audit())["violations"]
    if not violations:
        raise Red("a safeguard is gone, and nobody noticed")
    return ", ".join(violations)
