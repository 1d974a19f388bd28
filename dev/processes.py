"""Runs one child process, with its log and a readiness check; it never outlives its supervisor.

Two things stay with the kernel instead of psutil. A signal to the process group reaches all
descendants at once, also those whose parent has died; psutil would list them one by one. And
PR_SET_PDEATHSIG, which psutil does not offer, ends a child whose supervisor was killed.
"""

import asyncio
import ctypes
import os
import signal
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dev.errors import StackError

ADMIN_VARIABLES = ("MONGO_URL", "REDIS_URL", "VAULT_TOKEN")
"""Variables with an administrator's credentials; only the bootstrap may see them."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class Command:
    """How to run a process; `check` returns True once it serves."""

    name: str
    argv: tuple[str | Path, ...]
    check: Callable[[], Awaitable[bool]]
    env: Mapping[str, str]
    ready_seconds: float = 30.0
    stop_seconds: float = 15.0


def child_environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without administrators' credentials, plus `own`."""
    inherited = {name: value for name, value in os.environ.items() if name not in ADMIN_VARIABLES}
    return inherited | dict(own)


class ManagedProcess:
    """A process that runs a Command."""

    def __init__(self, command: Command, logs: Path) -> None:
        self.command = command
        self.log = logs / f"{command.name}.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The process id; None when it does not run."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Start it and wait until it serves; StackError when it ends or does not become ready."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *map(str, self.command.argv),
                env=child_environment(self.command.env),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # In a group of its own, so that Ctrl-C reaches only the supervisor, which then
                # stops everything in order.
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid()),
            )
        deadline = time.monotonic() + self.command.ready_seconds
        while not await self.command.check():
            if self._process.returncode is not None:
                raise StackError(f"{self.command.name} ended while it started.{self.end_of_log()}")
            if time.monotonic() > deadline:
                raise StackError(
                    f"{self.command.name} did not answer within "
                    f"{self.command.ready_seconds:.0f} s.{self.end_of_log()}"
                )
            await asyncio.sleep(0.05)

    async def wait(self) -> int:
        """Wait until it ends; return its exit status."""
        assert self._process is not None, "started before it is waited for"
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to stop (SIGTERM); kill it when that takes longer than `stop_seconds`."""
        if self._process is None or self._process.returncode is not None:
            return
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), self.command.stop_seconds)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """Kill it and its children (SIGKILL)."""
        if self._process and self._process.returncode is None:
            self.signal(signal.SIGKILL)
            await self._process.wait()

    def pause(self) -> None:
        """Suspend it (SIGSTOP)."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Continue it after `pause` (SIGCONT)."""
        self.signal(signal.SIGCONT)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to its process group, which includes its children."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def end_of_log(self, lines: int = 12) -> str:
        """Return the end of its log, indented, to append to an error message."""
        with self.log.open(errors="replace") as log:
            end = deque(log, lines)
        return "".join(f"\n    {line.rstrip()}" for line in end) + f"\n  The whole log: {self.log}"


def _die_with_parent(parent: int) -> Callable[[], None]:
    def prepare() -> None:
        # The kernel kills the child when its parent dies, even by kill -9 (Linux).
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
