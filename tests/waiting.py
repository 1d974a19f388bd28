"""Waits for a condition instead of sleeping for a fixed time."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

Condition = Callable[[], bool | Awaitable[bool]]


async def until(
    condition: Condition, seconds: float = 20, failure: str = "", *, every: float = 0.02
) -> None:
    """Return once the condition holds, which is checked every `every` seconds.

    Raises AssertionError with `failure` when it does not hold in time.
    """
    deadline = time.monotonic() + seconds
    while True:
        holds = condition()
        if await holds if inspect.isawaitable(holds) else holds:
            return
        assert time.monotonic() < deadline, (
            failure or f"the condition did not hold within {seconds} s"
        )
        await asyncio.sleep(every)
