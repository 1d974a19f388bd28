"""Redis is killed and emptied under load."""

import asyncio
from math import ceil

from tests.faults.testbed import RowFailed, Testbed
from tests.faults.traffic import traffic
from tests.waiting import until

_CUSTOMERS, _TIMES = 6, 5
_LOGGED_OUT_WITHIN = 60.0
_EXCUSED = {
    "UNAUTHENTICATED",
    "SUBGRAPH_UNAVAILABLE",
    "DEADLINE_EXCEEDED",
    "SERVICE_UNAVAILABLE",
}
"""Errors that are expected while Redis is away or its sessions are lost."""


async def run(testbed: Testbed, scale: float) -> str:
    times = ceil(_TIMES * scale)
    customers = await testbed.customers(_CUSTOMERS)
    errors = testbed.recorder.errors
    before = dict(errors)
    logged_out = 0
    async with traffic(testbed, customers, testbed.mixed_showtimes(_CUSTOMERS)) as counts:
        for _ in range(times):
            await counts.wait_for(1)
            so_far = errors.get("UNAUTHENTICATED", 0)
            await testbed.stack.processes["redis"].kill()
            (testbed.stack.folders.data / "redis.rdb").unlink(missing_ok=True)
            await asyncio.sleep(2)
            await testbed.stack.start_process("redis")
            everybody = so_far + _CUSTOMERS
            await until(
                lambda everybody=everybody: errors.get("UNAUTHENTICATED", 0) >= everybody,
                _LOGGED_OUT_WITHIN,
                "a session survived after Redis was emptied",
            )
            logged_out += errors["UNAUTHENTICATED"] - so_far
            await counts.wait_for(_CUSTOMERS)
    await testbed.admin.log_in()
    await testbed.settle_and_audit()
    fresh = {code for code, count in errors.items() if count > before.get(code, 0)}
    if unexpected := fresh - _EXCUSED:
        raise RowFailed(f"more than sessions was lost: {unexpected}")
    return (
        f"killed and emptied {times} times under load: {counts.confirmed} bookings confirmed, "
        f"no seat sold twice; {logged_out} calls had to log in again, nothing else was lost"
    )
