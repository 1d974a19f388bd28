"""Mends a lock of PyMongo's that Python 3.11 lets slip.

While no server is to be had, the driver waits on a condition, again and again for half a second,
by `asyncio.wait_for`. Before Python 3.12 that runs the waiting in a task of its own. Whoever is
cancelled just when the half second is over leaves before that task has taken the lock again: the
lock is then released in the name of whoever has it, and later taken by a task that nobody is left
to release it for. What follows are calls that end with "Lock is not acquired", and a client that
answers nobody any more. Cancelled is whoever watches a seat map and goes away, among others.

From 3.12 on, `wait_for` waits in the caller's own task, and so does this.
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import TypeVar

from pymongo import lock

Answer = TypeVar("Answer")


async def wait_for(waited_for: Awaitable[Answer], timeout: float | None) -> Answer:  # noqa: ASYNC109 - as asyncio has it
    """As `asyncio.wait_for` from Python 3.12 on."""
    async with asyncio.timeout(timeout):
        return await waited_for


def mend() -> None:
    """Let the driver wait so; safe to call again."""
    if sys.version_info < (3, 12):
        lock.wait_for = wait_for  # pyright: ignore[reportPrivateImportUsage]
