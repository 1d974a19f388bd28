"""A stack whose subgraphs note the long steps of their event loops."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx

from dev.processes import Command
from dev.stack import Stack


class SteppedStack(Stack):
    """The embedded stack with the subgraphs of `benchmarks.costliest.stepped`."""

    def steps_file(self, name: str) -> Path:
        """Return where this subgraph notes its long steps."""
        return self.folders.root / f"{name}.steps"

    def _subgraph_command(
        self,
        name: str,
        *,
        port: int | None = None,
        overrides: Mapping[str, str] | None = None,
    ) -> Command:
        command = super()._subgraph_command(name, port=port, overrides=overrides)
        return replace(
            command,
            argv=(sys.executable, "-m", "benchmarks.costliest.stepped", name),
            env={**command.env, "STEPS_FILE": str(self.steps_file(name))},
        )


class LongestSteps:
    """The longest step of one subgraph since the last look."""

    def __init__(self, stack: SteppedStack, name: str, http: httpx.AsyncClient) -> None:
        self._file = stack.steps_file(name)
        self._url = f"{stack.ports.url(name)}/health/live"
        self._http = http
        self._read = 0

    async def seconds(self) -> float:
        """Return its processor time; 0 when no step was long enough to be noted."""
        # The step that sends an answer is noted after it; when this one is answered it has ended.
        await self._http.get(self._url)
        if not self._file.exists():
            return 0.0
        lines = self._file.read_text().splitlines()
        new, self._read = lines[self._read :], len(lines)
        return max((json.loads(line)["seconds"] for line in new), default=0.0)
