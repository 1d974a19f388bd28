"""Account with its own parts and nothing else, for measurements that the rest would blur."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from dev.addresses import Ports
from dev.bootstrap.run import bootstrap
from dev.parts import mongo
from dev.stack import PARTS, Stack
from dev.upstream import resolve


@asynccontextmanager
async def account_stack(
    folder: Path, overrides: Mapping[str, str] | None = None
) -> AsyncGenerator[Stack]:
    """The parts and account on free ports; `overrides` are account's settings."""
    stack = Stack(folder, Ports.free(), overrides={"account": overrides or {}})
    stack.folders.make()
    try:
        await mongo.make_root_user(stack.ports, stack.folders)
        for name in PARTS:
            await stack.start_process(name)
        _, admin = resolve(stack.ports, stack.folders)
        await bootstrap(admin.get(), stack.folders)
        for name in ("mailbox", "account"):
            await stack.start_process(name)
        yield stack
    finally:
        await stack.stop()
