"""Measures the import command with a large file: seconds, memory and output."""

import asyncio
import json
import resource
import time
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from benchmarks.catalog.programme import COMPLAINTS, spoiled
from dev.errors import StackError
from dev.seed.command import run_command
from dev.stack import Stack
from shared.storage.mongo import ensure_collections
from subgraphs.catalog.adapters.store.collections import SHOWTIMES

_BATCH = 500
_KINDS = ("cities", "cinemas", "auditoriums", "movies", "showtimes")


async def measure_imports(stack: Stack, folder: Path, content: dict[str, Any]) -> None:
    """Import a file with three bad rows, as a dry run, for real, and again.

    SystemExit when the output or the stored showtimes are not as expected.
    """
    file = folder / "programme.json"
    good, bad = json.dumps(content), json.dumps(spoiled(content))
    all_of_them = len(content["showtimes"])
    async with AsyncMongoClient[dict[str, Any]](
        stack.admin.mongo_url, directConnection=True
    ) as mongo:
        for name, text, arguments, is_expected, stored in (
            ("with 3 bad rows", bad, (), _names_the_bad_rows, 0),
            ("dry run", good, ("--dry-run",), _finds_everything_new, 0),
            ("for real", good, (), _finds_everything_new, all_of_them),
            ("the same file again", good, (), _finds_nothing_new, all_of_them),
        ):
            file.write_text(text)
            started = time.perf_counter()
            try:
                output = await run_command(stack, "catalog", "import", str(file), *arguments)
            except StackError as error:
                output = str(error)
            seconds = time.perf_counter() - started
            print(
                f"import of {all_of_them} showtimes, {name}: {seconds:.1f} s\n{_indented(output)}"
            )
            if not is_expected(output, content):
                raise SystemExit(f"import {name}: the output is not as expected")
            if (count := await mongo["catalog"]["showtimes"].count_documents({})) != stored:
                raise SystemExit(f"import {name}: {count} showtimes are stored, not {stored}")
        # The largest of all ended children, which is an import: the others are smaller.
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"memory of an import at its peak: {memory:.0f} MB")
        print(f"all events published {await _until_published(mongo):.1f} s later")
        print(f"the same showtimes, written by the server alone: {await _alone(mongo):.1f} s")


def _names_the_bad_rows(output: str, _content: dict[str, Any]) -> bool:
    """Return whether the output has the three bad places with their reasons, and no other place."""
    lines = output.splitlines()
    complaints = all(f"{place}: {reason}" in lines for place, reason in COMPLAINTS.items())
    places = {line.partition(":")[0] for line in lines if line.startswith(_KINDS)}
    return complaints and places == COMPLAINTS.keys()


def _finds_everything_new(output: str, content: dict[str, Any]) -> bool:
    lines = output.splitlines()
    return all(f"{kind}: {len(content[kind])} new, 0 changed" in lines for kind in _KINDS)


def _finds_nothing_new(output: str, content: dict[str, Any]) -> bool:
    kept = f"{len(content['showtimes'])} showtimes were there already and stay as they are."
    lines = output.splitlines()
    return kept in lines and all(f"{kind}: 0 new, 0 changed" in lines for kind in _KINDS)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


async def _until_published(mongo: AsyncMongoClient[dict[str, Any]]) -> float:
    """Wait for an empty outbox, so that nothing disturbs the next measurement; return seconds."""
    started = time.perf_counter()
    while True:
        if await mongo["catalog"]["outbox"].find_one({}, {"_id": 1}) is None:
            return time.perf_counter() - started
        await asyncio.sleep(0.5)


async def _alone(mongo: AsyncMongoClient[dict[str, Any]]) -> float:
    """Insert the same documents under the same indexes; return seconds, the limit of an import."""
    showtimes = await mongo["catalog"]["showtimes"].find().to_list()
    database = mongo["alone"]
    await ensure_collections(database, [SHOWTIMES])
    started = time.perf_counter()
    for first in range(0, len(showtimes), _BATCH):
        await database["showtimes"].insert_many(showtimes[first : first + _BATCH])
    return time.perf_counter() - started
