"""A patch for PyMongo's asynchronous lock on Python 3.11.

While no server is available, the driver waits on a condition in half-second steps, by
`asyncio.wait_for`. Before Python 3.12, `wait_for` runs the awaitable in a task of its own. A caller
that is cancelled exactly at the end of a step leaves before that task has acquired the lock again:
the lock is then released although another task holds it, and later acquired by a task that nobody
will release it for. Calls then end with "Lock is not acquired", and the client stops answering.
Callers are cancelled often: for example, when a seat-map subscriber disconnects.

From Python 3.12 on, `wait_for` waits in the caller's own task, and so does this one.
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import TypeVar

from pymongo import lock

Result = TypeVar("Result")


async def wait_for(awaitable: Awaitable[Result], timeout: float | None) -> Result:  # noqa: ASYNC109 - asyncio's own signature
    """Do what `asyncio.wait_for` does from Python 3.12 on."""
    async with asyncio.timeout(timeout):
        return await awaitable


def patch() -> None:
    """Give the driver this `wait_for`; a second call changes nothing."""
    if sys.version_info < (3, 12):
        lock.wait_for = wait_for  # pyright: ignore[reportPrivateImportUsage]
