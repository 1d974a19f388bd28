"""One child process: its log, its readiness, its end. None outlives its supervisor."""

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

ADMINISTRATORS = ("MONGO_URL", "REDIS_URL", "VAULT_TOKEN")
"""Variables that carry an administrator's credentials: for the bootstrap and nobody else."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: `check` returns True once the process serves."""

    name: str
    argv: tuple[str | Path, ...]
    check: Callable[[], Awaitable[bool]]
    env: Mapping[str, str]
    ready_seconds: float = 30.0
    stop_seconds: float = 15.0


def child_environment(own: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without what a child must not see, and with its `own`."""
    inherited = {name: value for name, value in os.environ.items() if name not in ADMINISTRATORS}
    return inherited | dict(own)


class ManagedProcess:
    """A running Command."""

    def __init__(self, command: Command, logs: Path) -> None:
        self.command = command
        self.log = logs / f"{command.name}.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The process id, while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Start it and wait until it serves; StackError when it ends or stays silent instead."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *map(str, self.command.argv),
                env=child_environment(self.command.env),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A group of its own: a Ctrl-C in the terminal reaches the supervisor alone, which
                # then ends everything in order.
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid()),
            )
        deadline = time.monotonic() + self.command.ready_seconds
        while not await self.command.check():
            if self._process.returncode is not None:
                raise StackError(f"{self.command.name} ended as it started.{self.last_words()}")
            if time.monotonic() > deadline:
                raise StackError(
                    f"{self.command.name} did not answer within "
                    f"{self.command.ready_seconds:.0f} s.{self.last_words()}"
                )
            await asyncio.sleep(0.05)

    async def wait(self) -> int:
        """Wait for its end; the exit status."""
        assert self._process is not None, "started before it is waited for"
        return await self._process.wait()

    async def stop(self) -> None:
        """End it in order; by force when it takes too long."""
        if self._process is None or self._process.returncode is not None:
            return
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), self.command.stop_seconds)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """`kill -9`, children included."""
        if self._process and self._process.returncode is None:
            self.signal(signal.SIGKILL)
            await self._process.wait()

    def pause(self) -> None:
        """Stop it from running without ending it (SIGSTOP)."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused process run on (SIGCONT)."""
        self.signal(signal.SIGCONT)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process's whole group."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log, indented, to be put behind a sentence."""
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
