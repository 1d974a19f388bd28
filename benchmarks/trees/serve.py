"""Serves one tree's stack with the demo programme, until its standard input ends.

It runs as a script in a tree that need not have it: PYTHONPATH names the tree, so the stack is that
tree's own. Its only line of output is JSON: the address, a customer's token, and ids to ask for.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.people import new_customer
from dev.addresses import Ports
from dev.client import Client
from dev.seed.catalog import import_file
from dev.seed.command import run_command
from dev.stack import Stack


async def main() -> None:
    """Start the stack, print where it is, and wait."""
    with TemporaryDirectory() as folder:
        async with Stack(Path(folder) / "stack", Ports.free()) as stack:
            programme = import_file(datetime.now(UTC).date())
            file = Path(folder) / "programme.json"
            file.write_text(json.dumps(programme))
            await run_command(stack, "catalog", "import", str(file))
            async with Client(stack.url) as client:
                await new_customer(client)
                served = {
                    "url": stack.url,
                    "token": client.token,
                    "showtimes": [each["id"] for each in programme["showtimes"][:100]],
                    "cinemas": [each["id"] for each in programme["cinemas"]],
                }
                print(json.dumps(served), flush=True)
                await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
