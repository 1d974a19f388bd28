"""Runs all measurements, one after the other, and prints their figures."""

import asyncio
import os
import tempfile
from pathlib import Path

from benchmarks.catalog.clients import Catalog
from benchmarks.catalog.freshness import measure_freshness
from benchmarks.catalog.imports import measure_imports
from benchmarks.catalog.outage import measure_outage
from benchmarks.catalog.planners import measure_planners
from benchmarks.catalog.programme import SHOWTIMES, large_programme
from benchmarks.catalog.reads import measure_first_reads, measure_reads
from dev.addresses import Ports
from dev.stack import Stack


async def main() -> None:
    """Start the stack, measure, and print the figures."""
    _print_load()
    content = large_programme(SHOWTIMES)
    with tempfile.TemporaryDirectory() as folder:
        parts = Path(folder) / "stack"
        async with Stack(parts, Ports.free(), services=("catalog",)) as stack:
            await measure_imports(stack, Path(folder), content)
            async with Catalog.of(stack, await stack.start_replica("catalog")) as catalog:
                await measure_reads(catalog)
                await measure_first_reads(catalog, stack, content)
                await measure_freshness(catalog, content)
                await measure_planners(catalog, content)
                await measure_outage(catalog, stack)
    _print_load()


def _print_load() -> None:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} processors, load average {load}")


if __name__ == "__main__":
    asyncio.run(main())
