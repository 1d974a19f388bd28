"""`python -m benchmarks.costliest.stepped NAME` serves a subgraph and notes its long steps.

A step is what the event loop runs without serving anybody else. The file STEPS_FILE gets a line of
JSON for each that takes NOTED_SECONDS of processor time or more. Processor time, because a step
does not take longer when the machine has other work. Collections of garbage are not counted: into
which step they fall is chance. The loop is asyncio's own, because uvloop's steps cannot be seen.
"""

import asyncio
import gc
import json
import os
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn

NOTED_SECONDS = 0.01


class Steps:
    """Times what the event loop runs."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._collecting_since = 0.0
        self._collected = 0.0

    def note_collection(self, phase: str, _: dict[str, int]) -> None:
        """Leave out a collection of garbage: one of gc's callbacks."""
        if phase == "start":
            self._collecting_since = time.thread_time()
        else:
            self._collected += time.thread_time() - self._collecting_since

    def time(self, run: Callable[[asyncio.Handle], None], handle: asyncio.Handle) -> None:
        """Run a step, and note it if it is long."""
        self._collected = 0.0
        started = time.thread_time()
        run(handle)
        seconds = time.thread_time() - started - self._collected
        if seconds >= NOTED_SECONDS:
            with self._file.open("a") as file:
                file.write(json.dumps({"seconds": seconds, "step": repr(handle)}) + "\n")


def main() -> None:
    name = sys.argv.pop(1)
    steps = Steps(Path(os.environ["STEPS_FILE"]))
    run = asyncio.Handle._run  # pyright: ignore[reportPrivateUsage, reportUnknownVariableType, reportAttributeAccessIssue, reportUnknownMemberType] - every step goes through it
    asyncio.Handle._run = lambda handle: steps.time(run, handle)  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue] - the same
    gc.callbacks.append(steps.note_collection)
    uvicorn.Config.get_loop_factory = lambda self: asyncio.new_event_loop
    runpy.run_module(f"subgraphs.{name}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
