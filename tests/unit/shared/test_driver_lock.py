"""Whoever is cancelled while no server is to be had leaves the driver's lock as it was."""

import asyncio
from contextlib import suppress

import pytest
from pymongo import lock

from shared.storage import driver_lock


@pytest.fixture(autouse=True)
def mended() -> None:
    driver_lock.mend()


async def test_a_waiter_that_is_cancelled_when_its_time_is_over_has_the_lock_again() -> None:
    own = lock._async_create_lock()  # pyright: ignore[reportPrivateUsage]
    condition = lock._async_create_condition(own)  # pyright: ignore[reportPrivateUsage]
    left_with_lock: list[bool] = []

    async def select_a_server() -> None:
        async with own:
            try:
                await lock._async_cond_wait(condition, 0.01)  # pyright: ignore[reportPrivateUsage]
            finally:
                left_with_lock.append(not other_has_it)

    other_has_it = False
    waiter = asyncio.create_task(select_a_server())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with own:
        other_has_it = True
        # Its time is over meanwhile, and it waits for the lock.
        await asyncio.sleep(0.05)
        waiter.cancel()
        await asyncio.sleep(0.05)
        other_has_it = False
    with suppress(asyncio.CancelledError):
        await waiter
    assert left_with_lock == [True]
    assert not own.locked()
