"""Measures cached and uncached answers per second, and a thousand first readers of one answer."""

import asyncio
import statistics
import time
from typing import Any

from pymongo import AsyncMongoClient

from benchmarks.catalog.clients import Catalog
from dev.stack import Stack

PAGE = "query P($first: Int) { movies(first: $first) { edges { node { title status } } } }"
_MOVIE = "query Together($id: ID!) { movie(id: $id) { title } }"
_AT_ONCE = 16
_CACHED, _COLD = 3_000, 160
_FIRST_READERS = 1_000


async def measure_reads(catalog: Catalog) -> None:
    """Measure a page of movies from the cache, and pages that nobody has read before."""
    for name, count in (("cached", _CACHED), ("cold", _COLD)):
        # A new operation name makes an answer uncached.
        queries = [PAGE if name == "cached" else PAGE.replace(" P", f" P{n}") for n in range(count)]
        times: list[float] = []

        async def read(query: str, times: list[float] = times) -> None:
            started = time.perf_counter()
            await catalog.ask(query, {"first": 20})
            times.append(time.perf_counter() - started)

        started = time.perf_counter()
        for first in range(0, count, _AT_ONCE):
            await asyncio.gather(*map(read, queries[first : first + _AT_ONCE]))
        rate = len(times) / (time.perf_counter() - started)
        median = statistics.median(times) * 1000
        print(f"{name} answers: {rate:.0f} a second, median {median:.1f} ms")


async def measure_first_reads(catalog: Catalog, stack: Stack, content: dict[str, Any]) -> None:
    """Let a thousand readers ask at once for an answer that is not cached; count the queries.

    Their duration is not measured: a thousand requests at once are more work for this client than
    for the catalog.
    """
    movie = content["movies"][0]
    async with AsyncMongoClient[dict[str, Any]](
        stack.admin.mongo_url, directConnection=True
    ) as mongo:
        database = mongo["catalog"]
        movies = {"ns": "catalog.movies"}
        await database.command("profile", 2, filter=movies)
        try:
            answers = await asyncio.gather(
                *(catalog.ask(_MOVIE, {"id": movie["id"]}) for _ in range(_FIRST_READERS))
            )
        finally:
            await database.command("profile", 0)
        queries = await database["system.profile"].count_documents(movies)
    if any(answer != {"movie": {"title": movie["title"]}} for answer in answers):
        raise SystemExit("a reader got a wrong answer")
    print(
        f"{_FIRST_READERS} first readers of one movie at once: "
        f"{queries} queries for movies reached MongoDB"
    )
