"""Runs a subgraph unchanged and records each call to its store and to other services.

`python -m benchmarks.counted subgraphs.booking` appends to the file that COUNTED_FILE names. Each
line is JSON: the correlation id of the request that caused the call, the caller, the called, the
operation, and the time until the answer. Calls of background work have no correlation id.
"""

import json
import os
import runpy
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import httpx
from pymongo import monitoring

from dev.addresses import HOST, Ports
from dev.parts import subgraph
from dev.processes import ManagedProcess
from dev.stack import Stack
from shared.telemetry.correlation import HEADER, current_correlation_id

FILE = "COUNTED_FILE"
# Commands that the driver sends by itself.
_DRIVER_COMMANDS = {
    "hello",
    "isMaster",
    "ismaster",
    "saslStart",
    "saslContinue",
    "endSessions",
    "ping",
}


STORE = "store"


@dataclass(frozen=True)
class Call:
    """A call from `who` to `whom`: STORE is the caller's own store; others are services."""

    who: str
    whom: str
    what: str
    """For example `update holds`, `CapturePayment` or, at the provider, `capture`."""
    ms: float
    """Milliseconds from the call to its answer."""


class Counted:
    """Second processes of a stack's booking and payment, which record their calls."""

    def __init__(self, stack: Stack, folder: Path) -> None:
        self._stack = stack
        self._file = folder / "calls.jsonl"
        self._ports = Ports.free()

    @property
    def url(self) -> str:
        """The endpoint of the recorded booking."""
        return f"{self._ports.url('booking')}/graphql"

    async def start(self) -> None:
        """Start both processes; the stack stops them."""
        self._file.touch()
        for name in ("payment", "booking"):
            command = subgraph.command(
                name,
                self._stack.ports,
                self._stack.folders,
                self._stack.upstream,
                port=self._ports.of(name),
                overrides={
                    "BOOKING_PAYMENT_URL": f"http://{HOST}:{self._ports.payment}/graphql",
                    FILE: str(self._file),
                },
            )
            argv = (sys.executable, "-m", "benchmarks.counted", f"subgraphs.{name}")
            process = ManagedProcess(replace(command, argv=argv), self._stack.folders.logs)
            self._stack.processes[command.name] = process
            await process.start()

    def made_for(self, correlation_id: str) -> list[Call]:
        """Return the calls that a request caused, in the order of their answers."""
        lines = map(json.loads, self._file.read_text().splitlines())
        return [
            Call(line["who"], self._name(line["whom"]), line["what"], line["ms"])
            for line in lines
            if line["id"] == correlation_id
        ]

    def _name(self, whom: str | int) -> str:
        names: dict[str | int | None, str] = {
            STORE: STORE,
            self._ports.payment: "payment",
            self._stack.ports.catalog: "catalog",
            self._stack.ports.provider: "provider",
        }
        return names[whom]


def headers(token: str | None) -> dict[str, str]:
    """Return headers for a request; HEADER has the correlation id for `made_for`."""
    return {HEADER: uuid4().hex} | ({"authorization": f"Bearer {token}"} if token else {})


class _Writer:
    def __init__(self, who: str, file: Path) -> None:
        self._who = who
        self._file = file.open("a", buffering=1)

    def __call__(self, whom: str | int | None, what: str, ms: float) -> None:
        line = {"id": current_correlation_id(), "who": self._who, "whom": whom, "what": what}
        self._file.write(json.dumps(line | {"ms": ms}) + "\n")


class _StoreCalls(monitoring.CommandListener):
    def __init__(self, write: _Writer) -> None:
        self._write = write
        self._called: dict[int, str] = {}

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name not in _DRIVER_COMMANDS:
            collection = event.command.get(event.command_name)
            named = f" {collection}" if isinstance(collection, str) else ""
            self._called[event.request_id] = event.command_name + named

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        self._answered(event)

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        self._answered(event)

    def _answered(
        self, event: monitoring.CommandSucceededEvent | monitoring.CommandFailedEvent
    ) -> None:
        if what := self._called.pop(event.request_id, None):
            self._write(STORE, what, event.duration_micros / 1000)


def _count_http(write: _Writer) -> None:
    send = httpx.AsyncHTTPTransport.handle_async_request

    async def counted(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        started = time.perf_counter()
        try:
            return await send(self, request)
        finally:
            write(request.url.port, _what(request), (time.perf_counter() - started) * 1000)

    httpx.AsyncHTTPTransport.handle_async_request = counted


def _what(request: httpx.Request) -> str:
    path = request.url.path
    if path == "/graphql":
        return json.loads(request.content)["operationName"]
    return path.rpartition("/")[2]


def main() -> None:
    module: str = sys.argv.pop(1)
    write = _Writer(module.rpartition(".")[2], Path(os.environ[FILE]))
    monitoring.register(_StoreCalls(write))
    _count_http(write)
    runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main()
