"""A caller that is cancelled while no server is available leaves the driver's lock intact."""

import asyncio
from contextlib import suppress

import pytest
from pymongo import lock

from shared.storage import driver_lock


@pytest.fixture(autouse=True)
def patched() -> None:
    driver_lock.patch()


async def test_a_waiter_that_is_cancelled_at_its_timeout_holds_the_lock_again() -> None:
    own = lock._async_create_lock()  # pyright: ignore[reportPrivateUsage]
    condition = lock._async_create_condition(own)  # pyright: ignore[reportPrivateUsage]
    left_with_lock: list[bool] = []

    async def select_a_server() -> None:
        async with own:
            try:
                await lock._async_cond_wait(condition, 0.01)  # pyright: ignore[reportPrivateUsage]
            finally:
                left_with_lock.append(not other_holds_lock)

    other_holds_lock = False
    waiter = asyncio.create_task(select_a_server())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with own:
        other_holds_lock = True
        # The waiter's timeout ends here, and it waits for the lock.
        await asyncio.sleep(0.05)
        waiter.cancel()
        await asyncio.sleep(0.05)
        other_holds_lock = False
    with suppress(asyncio.CancelledError):
        await waiter
    assert left_with_lock == [True]
    assert not own.locked()


async def test_a_wait_ends_at_its_timeout() -> None:
    with pytest.raises(TimeoutError):
        await driver_lock.wait_for(asyncio.Event().wait(), 0.01)


async def test_a_wait_returns_the_result() -> None:
    async def answer() -> int:
        return 7

    assert await driver_lock.wait_for(answer(), None) == 7


def test_the_patch_can_be_applied_again() -> None:
    first = lock.wait_for  # pyright: ignore[reportPrivateImportUsage]
    driver_lock.patch()
    assert lock.wait_for is first  # pyright: ignore[reportPrivateImportUsage]
