"""Waits for what is to come true, instead of sleeping for as long as it may take."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

Condition = Callable[[], bool | Awaitable[bool]]


async def until(
    condition: Condition, seconds: float = 20, told: str = "", *, every: float = 0.02
) -> None:
    """Return once the condition holds; AssertionError with `told` when it does not in time.

    It is looked at `every` so many seconds.
    """
    deadline = time.monotonic() + seconds
    while True:
        holds = condition()
        if await holds if inspect.isawaitable(holds) else holds:
            return
        assert time.monotonic() < deadline, told or f"it did not come true within {seconds} s"
        await asyncio.sleep(every)
