"""The import command on a large file: seconds and memory, and what it says."""

import asyncio
import json
import resource
import time
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from benchmarks.catalog.programme import spoiled
from dev.errors import StackError
from dev.seed.command import run_command
from dev.stack import Stack
from shared.mongo import ensure_collections
from subgraphs.catalog.store.collections import SHOWTIMES

_BATCH = 500


async def measure_imports(stack: Stack, folder: Path, content: dict[str, Any]) -> None:
    """With three bad rows, as a dry run, in earnest, and again."""
    file = folder / "programme.json"
    good, bad = json.dumps(content), json.dumps(spoiled(content))
    for name, text, *arguments in (
        ("with 3 bad rows", bad),
        ("dry run", good, "--dry-run"),
        ("in earnest", good),
        ("the same file again", good),
    ):
        file.write_text(text)
        started = time.perf_counter()
        try:
            said = await run_command(stack, "catalog", "import", str(file), *arguments)
        except StackError as error:
            said = str(error)
        seconds = time.perf_counter() - started
        said = "\n".join(f"    {line}" for line in said.strip().splitlines())
        print(f"import of {len(content['showtimes'])} showings, {name}: {seconds:.1f} s\n{said}")
    # The greatest of the children that have ended; every other one is smaller.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"memory of an import at its peak: {memory:.0f} MB")
    async with AsyncMongoClient[dict[str, Any]](
        stack.admin.mongo_url, directConnection=True
    ) as mongo:
        print(f"all events told {await _until_told(mongo):.1f} s later")
        print(f"the same showings, written by the server alone: {await _alone(mongo):.1f} s")


async def _until_told(mongo: AsyncMongoClient[dict[str, Any]]) -> float:
    """Seconds until the outbox is empty: what is measured next has the parts for itself."""
    started = time.perf_counter()
    while True:
        if await mongo["catalog"]["outbox"].find_one({}, {"_id": 1}) is None:
            return time.perf_counter() - started
        await asyncio.sleep(0.5)


async def _alone(mongo: AsyncMongoClient[dict[str, Any]]) -> float:
    """Seconds that the same documents take under the same indexes: no import can be faster."""
    showings = await mongo["catalog"]["showtimes"].find().to_list()
    database = mongo["alone"]
    await ensure_collections(database, [SHOWTIMES])
    started = time.perf_counter()
    for first in range(0, len(showings), _BATCH):
        await database["showtimes"].insert_many(showings[first : first + _BATCH])
    return time.perf_counter() - started
