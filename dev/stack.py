"""Runs the whole system as processes on this machine, for `make up`, tests and benchmarks."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock

from dev.addresses import DEFAULT_FOLDER, HOST, SUBGRAPHS, Folders, Ports, is_taken
from dev.bootstrap.admin import Admin
from dev.bootstrap.run import bootstrap
from dev.client import AsRouter
from dev.errors import StackError
from dev.parts import kafka, mailbox, mongo, provider, redis, router, subgraph, vault
from dev.port_owner import describe_owner
from dev.processes import Command, ManagedProcess
from dev.running import claim
from dev.upstream import resolve

Progress = Callable[[str, str], None]
PARTS = ("mongo", "redis", "kafka", "vault")
HELPERS = ("provider", "mailbox")
SERVICES = (*SUBGRAPHS, "router")


class Stack:
    """Embedded parts, subgraphs and router; `async with` starts and stops all of them.

    `services` names the subgraphs to run, and the router. `overrides` has settings by subgraph,
    such as `{"account": {"ACCOUNT_SESSION_IDLE_SECONDS": "2"}}`. `progress` is called with a
    process's name and its new state.
    """

    def __init__(
        self,
        folder: Path = DEFAULT_FOLDER,
        ports: Ports | None = None,
        *,
        services: Sequence[str] = SERVICES,
        overrides: Mapping[str, Mapping[str, str]] | None = None,
        progress: Progress = lambda _name, _state: None,
    ) -> None:
        self.folders = Folders(folder)
        self.ports = ports or Ports()
        self.upstream, self._admin = resolve(self.ports, self.folders)
        self.processes: dict[str, ManagedProcess] = {}
        self._services = services
        self._overrides = overrides or {}
        self._progress = progress
        self._lock: FileLock | None = None

    @property
    def names(self) -> Sequence[str]:
        """Every process of the stack, in the order in which they start."""
        parts = [part for part in PARTS if part in self.upstream.embedded]
        return [*parts, *HELPERS, *self._services]

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start everything, independent processes in parallel; StackError when one fails."""
        self.folders.make()
        self._lock = claim(self.folders.root)
        self._refuse_taken_ports()
        if "mongo" in self.upstream.embedded:
            await mongo.make_root_user(self.ports, self.folders)
        await self._start_all([part for part in PARTS if part in self.upstream.embedded])
        self._progress("bootstrap", "starting")
        await self.prepare()
        self._progress("bootstrap", "ready")
        await self._start_all([*HELPERS, *self._services])

    async def prepare(self) -> None:
        """Create the identities, secrets, users and topics that are missing.

        Call it again after a part restarted: the embedded Vault is sealed then, and the embedded
        Kafka has lost its topics.
        """
        await bootstrap(self.admin, self.folders)

    async def stop(self) -> None:
        """Stop everything, in the reverse order of starting."""
        groups = (["router"], [*self._replicas(), *SUBGRAPHS], HELPERS, PARTS)
        for group in groups:
            running = [self.processes[name] for name in group if name in self.processes]
            await asyncio.gather(*(process.stop() for process in running))
        if self._lock:
            self._lock.release()

    async def start_process(self, name: str) -> ManagedProcess:
        """Start or restart one process, and wait until it serves."""
        process = ManagedProcess(self._command(name), self.folders.logs)
        self.processes[name] = process
        self._progress(name, "starting")
        await process.start()
        self._progress(name, "ready")
        return process

    async def start_replica(self, name: str, overrides: Mapping[str, str] | None = None) -> str:
        """Start another process of a subgraph on a free port; return its http address."""
        port = Ports.free().of(name)
        command = self._subgraph_command(name, port=port, overrides=overrides)
        process = ManagedProcess(command, self.folders.logs)
        self.processes[command.name] = process
        await process.start()
        return f"http://{HOST}:{port}"

    @property
    def admin(self) -> Admin:
        """Administrator's access to every part; available once the parts have started."""
        return self._admin.get()

    @property
    def url(self) -> str:
        """The GraphQL endpoint that clients use."""
        return f"{self.ports.url('router')}/graphql"

    def as_router(self, name: str) -> AsRouter:
        """Return what a client needs to call this subgraph, or a replica of it, directly."""
        return AsRouter(self.folders.router / name)

    async def _start_all(self, names: Sequence[str]) -> None:
        try:
            async with asyncio.TaskGroup() as starting:
                for name in names:
                    starting.create_task(self.start_process(name))
        except ExceptionGroup as failed:
            # The others in the group failed because this failure cancelled them.
            raise failed.exceptions[0] from None

    def _replicas(self) -> list[str]:
        return [name for name in self.processes if name not in self.names]

    def _refuse_taken_ports(self) -> None:
        external = set(PARTS) - self.upstream.embedded
        for field in fields(Ports):
            port = self.ports.of(field.name)
            if field.name not in external and is_taken(port):
                raise StackError(
                    f"Port {port}, which {field.name} needs, is taken by {describe_owner(port)}: "
                    "stop that and try again."
                )

    def _command(self, name: str) -> Command:
        ports, folders = self.ports, self.folders
        match name:
            case "mongo":
                return mongo.command(ports, folders)
            case "redis":
                return redis.command(ports, folders)
            case "kafka":
                return kafka.command(ports)
            case "vault":
                return vault.command(ports, folders)
            case "provider":
                return provider.command(ports, folders)
            case "mailbox":
                return mailbox.command(ports)
            case "router":
                return router.command(ports, folders)
            case _:
                return self._subgraph_command(name)

    def _subgraph_command(
        self,
        name: str,
        *,
        port: int | None = None,
        overrides: Mapping[str, str] | None = None,
    ) -> Command:
        return subgraph.command(
            name,
            self.ports,
            self.folders,
            self.upstream,
            port=port,
            overrides={**self._overrides.get(name, {}), **(overrides or {})},
        )
