"""Adds the demo data by the services' own commands and operations."""

import asyncio
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from dev.client import Client
from dev.errors import StackError
from dev.operations import operation
from dev.seed.accounts import seed_accounts
from dev.seed.bookings import seed_bookings
from dev.seed.catalog import first_day, import_file
from dev.seed.command import run_command
from dev.stack import Stack


async def seed(stack: Stack) -> None:
    """Add the demo data to a running stack."""
    await asyncio.gather(_import_catalog(stack), seed_accounts(stack))
    await seed_bookings(stack)


async def seed_running() -> None:
    """Add the demo data to the stack that `make up` started."""
    stack = Stack()
    async with Client(stack.url) as client:
        await client.ask(operation("ping"))
    await seed(stack)
    print("The demo data is complete.")


async def _import_catalog(stack: Stack) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalog.json"
        file.write_text(json.dumps(import_file(first_day(datetime.now(UTC)))))
        try:
            await run_command(stack, "catalog", "import", str(file))
        except StackError as refused:
            # Showtimes that somebody planned since overlap the demo programme: keep them.
            if "takes the auditorium" not in str(refused):
                raise
