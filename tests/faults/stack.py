"""The embedded stack with instrumented services."""

import asyncio
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from dev.addresses import Ports
from dev.errors import StackError
from dev.processes import Command
from dev.stack import Stack
from tests.faults import apache
from tests.faults.failpoint_plan import FailpointPlan

INSTRUMENTED = ("booking", "payment")
PAYING_SECONDS = 4
_STARTS = 5
"""Attempts to start a service while the database is away; each waits 5 s for it."""


class FaultStack(Stack):
    """A stack whose processes can be killed, paused and restarted; `plans` arms the failpoints.

    With `apache` it runs a real Apache Kafka. An outage kills Apache Kafka, but only pauses the
    embedded broker, which keeps its data in memory.
    """

    def __init__(
        self,
        folder: Path,
        *,
        overrides: Mapping[str, Mapping[str, str]],
        disabled: Iterable[str] = (),
        apache: bool = False,
    ) -> None:
        super().__init__(folder, Ports.free(), overrides=overrides)
        self._apache = apache
        self.plans = {name: FailpointPlan(folder / "failpoints" / name) for name in INSTRUMENTED}
        self._disabled = ",".join(disabled)
        self._redelivery = folder / "redelivery"

    @property
    def webhooks(self) -> Path:
        """Return the log of webhooks that payment has accepted, one line of JSON each."""
        return self.plans["payment"].folder / "webhooks.jsonl"

    def redeliver(self, seed: int) -> None:
        """From now on deliver every message and webhook three times, out of order."""
        self._redelivery.write_text(str(seed))

    def deliver_once(self) -> None:
        """From now on deliver normally. Late copies may still arrive."""
        self._redelivery.unlink(missing_ok=True)

    async def restart(self, name: str) -> None:
        """Kill a process with `kill -9` and start it again at once."""
        await self.processes[name].kill()
        await self._start_again(name)

    async def restart_after_kill(self, name: str, within: float) -> None:
        """Wait until a failpoint kills the process, then start it again."""
        await asyncio.wait_for(self.processes[name].wait(), within)
        await self._start_again(name)

    async def _start_again(self, name: str) -> None:
        """Start a process; retry while the database is away, as compose.yaml does."""
        for _ in range(_STARTS - 1):
            try:
                await self.start_process(name)
            except StackError as error:
                if "cannot_start" not in str(error):
                    raise
            else:
                return
        await self.start_process(name)

    async def restart_without(self, disabled: Iterable[str] = ()) -> None:
        """Restart booking and payment without the safeguards that `disabled` names."""
        self._disabled = ",".join(disabled)
        # Stopped cleanly: a killed consumer would keep its partitions for a while.
        await asyncio.gather(*(self.processes[name].stop() for name in INSTRUMENTED))
        await asyncio.gather(*map(self.start_process, INSTRUMENTED))

    async def start_broker_outage(self) -> None:
        """Make Kafka unreachable without a clean shutdown."""
        if self._apache:
            await self.processes["kafka"].kill()
        else:
            self.processes["kafka"].pause()

    async def end_broker_outage(self) -> None:
        """Make Kafka reachable again, with the messages that it had."""
        if self._apache:
            await self.start_process("kafka")
        else:
            self.processes["kafka"].resume()

    def _command(self, name: str) -> Command:
        if name == "kafka" and self._apache:
            return apache.command(self.ports, self.folders.data / "kafka")
        command = super()._command(name)
        return self._instrumented("provider", command) if name == "provider" else command

    def _subgraph_command(
        self,
        name: str,
        *,
        port: int | None = None,
        overrides: Mapping[str, str] | None = None,
    ) -> Command:
        return self._instrumented(
            name, super()._subgraph_command(name, port=port, overrides=overrides)
        )

    def _instrumented(self, name: str, command: Command) -> Command:
        env = {"FAULTS_REDELIVERY": str(self._redelivery)}
        if name in INSTRUMENTED:
            env |= {
                "FAULTS_FOLDER": str(self.plans[name].folder),
                "FAULTS_DISABLED_SAFEGUARDS": self._disabled,
                "FAULTS_PAYING_SECONDS": str(PAYING_SECONDS),
            }
        build = (sys.executable, "-m", "tests.faults.instrumented", name)
        return replace(command, argv=build, env={**command.env, **env})
