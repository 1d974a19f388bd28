"""Real servers for the router's tests: toy subgraphs in threads, the router as a process.

The router is the embedded one, or Apollo Router when the variable APOLLO_ROUTER has its path.
"""

import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dev.addresses import Ports
from dev.node import find_node, install_packages
from tests.supergraph.programs import ROUTER, apollo_router, embedded_router

START_SECONDS = 20.0


def free_port() -> int:
    return Ports.free().router


def wait_until(condition: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Poll until the condition holds; AssertionError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not hold in time"
        time.sleep(0.02)


@dataclass
class Recorder:
    """An ASGI application that records the headers of each request to `app`."""

    app: ASGIApp
    requests: list[Headers] = field(default_factory=list[Headers])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            self.requests.append(Headers(scope=scope))
        await self.app(scope, receive, send)


@contextmanager
def serving(app: ASGIApp) -> Generator[str]:
    """Serve the application on a free port, in a thread; yield the address of its `/graphql`."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, log_config=None, ws="websockets-sansio", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{port}/graphql"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True, slots=True)
class RouterProcess:
    """A running router; `log` has its JSON lines."""

    is_apollo: bool
    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def ask(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a POST as a client does."""
        body = {"query": query, "variables": variables or {}}
        return httpx.post(
            f"{self.url}/graphql",
            json=body,
            headers=headers,
            timeout=START_SECONDS,
            trust_env=False,
        )


@contextmanager
def router(supergraph: Path, log: Path, **environment: str) -> Generator[RouterProcess]:
    """Run the router over `supergraph` on a free port, with a secret for each subgraph."""
    port = free_port()
    secrets = write_secrets(supergraph, log.parent / "secrets")
    environment = {"ROUTER_SECRETS_FOLDER": str(secrets), **environment}
    binary = os.environ.get("APOLLO_ROUTER")
    if binary:
        program = apollo_router(Path(binary), supergraph, port, log.parent, environment)
    else:
        program = embedded_router(supergraph, port, environment)
    with log.open("wb") as output:
        process = subprocess.Popen(
            program.argv,
            env={**os.environ, **program.environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    started = RouterProcess(bool(binary), f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until(lambda: _is_ready(started, program.ready))
        yield started
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def write_secrets(supergraph: Path, folder: Path, prefix: str = "secret of") -> Path:
    """Write a file with `<prefix> <name>` for each subgraph, and return the folder."""
    folder.mkdir(exist_ok=True)
    for name in re.findall(r'@join__graph\(name: "(\w+)"', supergraph.read_text()):
        (folder / name).write_text(f"{prefix} {name}")
    return folder


@cache
def evaluate(module: str, expression: str) -> Any:
    """Evaluate a JavaScript expression that begins with an export of a gateway's module.

    The same expression is evaluated once: starting Node.js takes a second or two.
    """
    install_packages(ROUTER / "gateway")
    name = expression.partition(".")[0]
    file = (ROUTER / "gateway" / module).as_uri()
    script = (
        f"import {{ {name} }} from '{file}'; process.stdout.write(JSON.stringify({expression}))"
    )
    done = subprocess.run(
        [find_node(), "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _is_ready(started: RouterProcess, address: str) -> bool:
    assert started.process.poll() is None, f"the router ended: {started.log.read_text()}"
    try:
        return httpx.get(address, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
