"""Measures how outdated an answer can be: a title changes 200 times while 20 readers read it."""

import asyncio
import itertools
import time
from typing import Any

from benchmarks.catalog.clients import Catalog

_CHANGES = 200
_READERS = 20
_UPDATE = """
mutation Update($input: UpdateMovieInput!) {
  updateMovie(input: $input) { __typename ... on Movie { title } }
}
"""
_TITLE = "query Title($id: ID!) { movie(id: $id) { title } }"


async def measure_freshness(catalog: Catalog, content: dict[str, Any]) -> None:
    """Measure the age of titles; SystemExit when a reader sees an older title after a newer one.

    A title's age is the time since the writer got the confirmation of its successor. It is taken
    twice: when the reader asks, and when the answer arrives.
    """
    id = content["movies"][0]["id"]
    confirmed: list[float] = []
    over = asyncio.Event()

    async def change(number: int) -> None:
        title = {"id": id, "title": f"Title {number}"}
        await catalog.plan(_UPDATE, {"input": title}, process=number)
        confirmed.append(time.perf_counter())

    async def write() -> None:
        for number in range(1, _CHANGES + 1):
            await change(number)
        over.set()

    async def read() -> tuple[int, float, float]:
        seen, when_asked, when_there = 0, 0.0, 0.0
        for turn in itertools.count(1):
            asked = time.perf_counter()
            answer = await catalog.ask(_TITLE, {"id": id}, process=turn)
            number = int(answer["movie"]["title"].removeprefix("Title "))
            if number < seen:
                raise SystemExit(f"a reader saw title {seen} and then {number}")
            seen = number
            if number + 1 < len(confirmed):
                when_asked = max(when_asked, asked - confirmed[number + 1])
                when_there = max(when_there, time.perf_counter() - confirmed[number + 1])
            if over.is_set():
                return turn, when_asked, when_there
        raise AssertionError

    await change(0)
    started = time.perf_counter()
    _, *found = await asyncio.gather(write(), *(read() for _ in range(_READERS)))
    seconds = time.perf_counter() - started
    reads, when_asked, when_there = zip(*filter(None, found), strict=True)
    print(
        f"{_CHANGES} changes of a title in {seconds:.0f} s, {sum(reads)} reads by {_READERS} "
        f"readers through two processes: none saw an older title after a newer one; the oldest "
        f"title was replaced {max(when_asked) * 1000:.0f} ms before its reader asked, "
        f"{max(when_there) * 1000:.0f} ms before it arrived"
    )
