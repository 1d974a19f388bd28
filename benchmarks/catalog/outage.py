"""Measures reads while Redis is stopped and restarted."""

import asyncio
import itertools
import statistics
import time

from benchmarks.catalog.clients import Catalog
from benchmarks.catalog.reads import PAGE
from dev.stack import Stack

_READERS = 8
_PHASE_SECONDS = 10


async def measure_outage(catalog: Catalog, stack: Stack) -> None:
    """Measure reads before, during and after an outage; SystemExit when a reader gets an error.

    Each reader changes its query after 20 reads, so that answers are looked up in Redis throughout.
    """
    phase, figures = "with Redis", dict[str, list[float]]()
    over = asyncio.Event()

    async def read(reader: int) -> None:
        for number in itertools.count():
            if over.is_set():
                return
            query = PAGE.replace(" P", f" R{reader}x{number // 20}")
            started = time.perf_counter()
            await catalog.ask(query, {"first": 20}, process=reader)
            figures.setdefault(phase, []).append(time.perf_counter() - started)

    async def stop_and_start() -> None:
        nonlocal phase
        await asyncio.sleep(_PHASE_SECONDS)
        phase = "Redis stopped"
        await stack.processes["redis"].stop()
        await asyncio.sleep(_PHASE_SECONDS)
        await stack.start_process("redis")
        phase = "Redis restarted"
        await asyncio.sleep(_PHASE_SECONDS)
        over.set()

    await asyncio.gather(stop_and_start(), *map(read, range(_READERS)))
    for name, times in figures.items():
        p99 = statistics.quantiles(times, n=100)[98]
        print(
            f"{name}: {len(times) / _PHASE_SECONDS:.0f} answers a second, median "
            f"{statistics.median(times) * 1000:.1f} ms, p99 {p99 * 1000:.0f} ms, "
            f"slowest {max(times) * 1000:.0f} ms, no error"
        )
