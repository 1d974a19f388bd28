"""Puts the demo data in, each part the way its own service offers."""

import asyncio
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from dev.client import Client
from dev.errors import StackError
from dev.seed.accounts import seed_accounts
from dev.seed.bookings import seed_bookings
from dev.seed.catalog import import_file
from dev.seed.command import run_command
from dev.stack import Stack


async def seed(stack: Stack) -> None:
    """Put the demo data into a running stack."""
    await asyncio.gather(_import_catalog(stack), seed_accounts(stack))
    await seed_bookings(stack)


async def seed_running() -> None:
    """The same for the stack that `make up` started."""
    stack = Stack()
    async with Client(stack.url) as client:
        await client.ask("{ __typename }")
    await seed(stack)
    print("The demo data is in.")


async def _import_catalog(stack: Stack) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalog.json"
        file.write_text(json.dumps(import_file(datetime.now(UTC).date())))
        try:
            await run_command(stack, "catalog", "import", str(file))
        except StackError as refused:
            # Somebody has planned showtimes of their own where the coming days' demo programme
            # would be: theirs stay.
            if "takes the auditorium" not in str(refused):
                raise
