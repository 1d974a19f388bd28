"""Keeps a running stack whole: what may be started again is, what may not ends all."""

import asyncio
import time

from dev.errors import StackError
from dev.stack import SERVICES, Progress, Stack

_STEADY_SECONDS = 30.0
_LONGEST_PAUSE = 10.0


async def supervise(stack: Stack, progress: Progress) -> None:
    """Watch every process until cancelled; StackError with the log's end when a part dies."""
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
            raise StackError(f"{name} died (status {status}).{process.last_words()}")
        progress(name, f"died (status {status}), starting again.{process.last_words()}")
        if time.monotonic() - started > _STEADY_SECONDS:
            pause = 0.5
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
        try:
            await stack.start_process(name)
            progress(name, "serves again")
        except StackError as error:
            progress(name, str(error).splitlines()[0])
            await stack.processes[name].kill()
