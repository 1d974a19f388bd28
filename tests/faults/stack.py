"""The stack in its test build."""

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

BUILT = ("booking", "payment")
PAYING_SECONDS = 4
_STARTS = 5
"""Of a service that waits 5 s for its database each time."""


class FaultStack(Stack):
    """Every process can be killed, paused and started again; `plans` arms the failpoints.

    `apache` is a real Apache Kafka instead of the embedded broker, killed where that is paused.
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
        self.plans = {name: FailpointPlan(folder / "failpoints" / name) for name in BUILT}
        self._disabled = ",".join(disabled)
        self._redelivery = folder / "redelivery"

    @property
    def webhooks(self) -> Path:
        """Every webhook that payment has taken in: a line of JSON each."""
        return self.plans["payment"].folder / "webhooks.jsonl"

    def redeliver(self, seed: int) -> None:
        """From now on every message and webhook comes three times, out of order."""
        self._redelivery.write_text(str(seed))

    def deliver_once(self) -> None:
        """From now on messages and webhooks come as they should; late copies may be under way."""
        self._redelivery.unlink(missing_ok=True)

    async def restart(self, name: str) -> None:
        """`kill -9`, and start again at once; Vault's seal and Kafka's topics are seen to."""
        await self.processes[name].kill()
        await self._start_again(name)

    async def revive(self, name: str, within: float) -> None:
        """Start a process again that is about to be killed by a failpoint."""
        await asyncio.wait_for(self.processes[name].wait(), within)
        await self._start_again(name)

    async def _start_again(self, name: str) -> None:
        """Start a process, again and again while the database is away, as compose.yaml does."""
        for _ in range(_STARTS - 1):
            try:
                await self.start_process(name)
            except StackError as error:
                if "cannot_start" not in str(error):
                    raise
            else:
                return
        await self.start_process(name)

    async def build(self, disabled: Iterable[str] = ()) -> None:
        """Start booking and payment again without the safeguards that `switches` name."""
        self._disabled = ",".join(disabled)
        # In order: a consumer that takes no leave keeps its partitions for a while.
        await asyncio.gather(*(self.processes[name].stop() for name in BUILT))
        await asyncio.gather(*map(self.start_process, BUILT))

    async def take_broker_away(self) -> None:
        """Kafka is gone, with no word of farewell."""
        if self._apache:
            await self.processes["kafka"].kill()
        else:
            self.processes["kafka"].pause()

    async def bring_broker_back(self) -> None:
        """Kafka is there again, with what it had."""
        if self._apache:
            await self.start_process("kafka")
        else:
            self.processes["kafka"].resume()

    def _command(self, name: str) -> Command:
        if name == "kafka" and self._apache:
            return apache.command(self.ports, self.folders.data / "kafka")
        command = super()._command(name)
        return self._built("provider", command) if name == "provider" else command

    def _subgraph_command(
        self,
        name: str,
        *,
        port: int | None = None,
        overrides: Mapping[str, str] | None = None,
    ) -> Command:
        return self._built(name, super()._subgraph_command(name, port=port, overrides=overrides))

    def _built(self, name: str, command: Command) -> Command:
        env = {"FAULTS_REDELIVERY": str(self._redelivery)}
        if name in BUILT:
            env |= {
                "FAULTS_FOLDER": str(self.plans[name].folder),
                "FAULTS_DISABLED_SAFEGUARDS": self._disabled,
                "FAULTS_PAYING_SECONDS": str(PAYING_SECONDS),
            }
        build = (sys.executable, "-m", "tests.faults.build", name)
        return replace(command, argv=build, env={**command.env, **env})
