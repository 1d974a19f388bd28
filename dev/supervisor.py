"""Watches a running stack: restarts a service that dies, ends everything when a part dies.

A part is not restarted: the embedded Vault would be sealed, and Kafka without its messages.
"""

import asyncio
import time

from dev.errors import StackError
from dev.stack import SERVICES, Progress, Stack

_STABLE_SECONDS = 30.0
_LONGEST_PAUSE = 10.0


async def supervise(stack: Stack, progress: Progress) -> None:
    """Watch every process until cancelled; StackError with the end of its log when a part dies."""
    try:
        async with asyncio.TaskGroup() as watching:
            for name in stack.names:
                watching.create_task(_watch(stack, name, progress))
    except ExceptionGroup as died:
        raise died.exceptions[0] from None


async def _watch(stack: Stack, name: str, progress: Progress) -> None:
    pause = 0.5
    while True:
        process = stack.processes[name]
        started = time.monotonic()
        status = await process.wait()
        if name not in SERVICES:
            raise StackError(f"{name} died (status {status}).{process.end_of_log()}")
        progress(name, f"died (status {status}), starting again.{process.end_of_log()}")
        if time.monotonic() - started > _STABLE_SECONDS:
            pause = 0.5
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
        try:
            await stack.start_process(name)
            progress(name, "serves again")
        except StackError as error:
            progress(name, str(error).splitlines()[0])
            await stack.processes[name].kill()
