"""Searches each subgraph's schema for the operation that takes the most processor time.

From the root fields on, each path is tried with several ends, at a fraction of the allowed cost.
The paths that took the most time are followed further. The most expensive operations are then
measured at the full cost. SystemExit when one takes longer than MOST_SECONDS, or holds the
subgraph's event loop for more than MOST_STEP_SECONDS in one step.
"""

import argparse
import asyncio
import importlib
import itertools
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.costliest.data import administrator, fill
from benchmarks.costliest.search import Candidate, Ids, Search
from benchmarks.costliest.search import Path as FieldPath
from benchmarks.costliest.steps import LongestSteps, SteppedStack
from dev.addresses import SUBGRAPHS, Ports
from shared.graphql.limits import MAX_COST
from shared.runtime.lag import MOST_SECONDS as MOST_STEP_SECONDS

MOST_SECONDS = 1.0
"""Of processor time, in the subgraph."""
_FRACTION = 10
_FOLLOWED = 4
_MEASURED = 10
_LONGEST_PATH = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """An operation, the subgraph's processor time for it, and the answer's size.

    `step` is the longest time for which it held the event loop, without collections of garbage.
    """

    candidate: Candidate
    seconds: float
    step: float
    kilobytes: float
    values: int
    errors: tuple[str, ...]


class Subject:
    """One subgraph of the running stack."""

    def __init__(self, stack: SteppedStack, name: str, token: str, http: httpx.AsyncClient) -> None:
        self._url = f"{stack.ports.url(name)}/graphql"
        pid = stack.processes[name].pid
        assert pid is not None
        self._process = psutil.Process(pid)
        self._headers = {"authorization": f"Bearer {token}", **stack.as_router(name).headers}
        self._http = http
        self._steps = LongestSteps(stack, name, http)
        self._asked = itertools.count()

    async def measure(self, candidate: Candidate) -> Measured:
        # Another text each time, so that no cache has its answer.
        query = f"{candidate.query} # {next(self._asked)}"
        before = self._seconds()
        answer = await self._http.post(
            self._url,
            json={"query": query, "variables": candidate.variables},
            headers=self._headers,
        )
        seconds = self._seconds() - before
        body: dict[str, Any] = answer.json()
        errors: list[dict[str, Any]] = body.get("errors") or []
        messages = tuple(sorted({error["message"] for error in errors}))
        return Measured(
            candidate,
            seconds,
            await self._steps.seconds(),
            len(answer.content) / 1000,
            _count(body.get("data")),
            messages,
        )

    def _seconds(self) -> float:
        times = self._process.cpu_times()
        return times.user + times.system


def _count(data: Any) -> int:
    match data:
        case dict():
            return 1 + sum(_count(each) for each in data.values())  # pyright: ignore[reportUnknownVariableType] - JSON has no static type
        case list():
            return sum(map(_count, data))  # pyright: ignore[reportUnknownArgumentType] - JSON has no static type
        case _:
            return 1


async def search(name: str, stack: SteppedStack, ids: Ids, token: str) -> list[Measured]:
    """Return what was measured of a subgraph, the most expensive first."""
    schema = importlib.import_module(f"subgraphs.{name}.api.schema").schema
    small = Search(schema._schema, ids, most=MAX_COST // _FRACTION)
    whole = Search(schema._schema, ids)
    found: dict[tuple[FieldPath, str], float] = {}
    async with httpx.AsyncClient(timeout=600, trust_env=False) as http:
        subject = Subject(stack, name, token, http)
        paths = list(small.beginnings())
        for _ in range(_LONGEST_PATH):
            best: dict[FieldPath, float] = {}
            for path in paths:
                for candidate in small.candidates(path):
                    seconds = (await subject.measure(candidate)).seconds
                    end = (path, candidate.leaf)
                    found[end] = max(found.get(end, 0), seconds)
                    best[path] = max(best.get(path, 0), seconds)
            followed = sorted(best, key=lambda path: -best[path])[:_FOLLOWED]
            paths = [longer for path in followed for longer in small.extensions(path)]
        ends = sorted(found, key=lambda end: -found[end])[:_MEASURED]
        confirmed = [
            await subject.measure(candidate)
            for path in {path for path, _ in ends}
            for candidate in whole.candidates(path)
            if (path, candidate.leaf) in ends
        ]
    return sorted(confirmed, key=lambda measured: -measured.seconds)


def show(name: str, found: Iterable[Measured]) -> None:
    """Print a table of the most expensive operations."""
    print(
        f"\n{name}\n{'CPU s':>6} {'step ms':>7} {'cost':>6} {'µs/cost':>8} {'values':>7} {'kB':>7}"
        "  operation"
    )
    for each in found:
        cost = each.candidate.cost
        print(
            f"{each.seconds:6.2f} {each.step * 1e3:7.0f} {cost:6} {each.seconds / cost * 1e6:8.1f}"
            f" {each.values:7} {each.kilobytes:7.0f}  {each.candidate.path}: {each.candidate.leaf}"
            f" {' '.join(each.errors)[:60]}"
        )


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.costliest", description=__doc__)
    parser.add_argument("subgraphs", nargs="*", default=SUBGRAPHS, help="which; all by default")
    names = parser.parse_args().subgraphs
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} processors, load average {load}")
    slow: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        async with SteppedStack(Path(folder) / "stack", Ports.free()) as stack:
            ids = await fill(stack, Path(folder))
            token = await administrator(stack, ids["Account"][0])
            for name in names:
                found = await search(name, stack, ids, token)
                show(name, found)
                slow += [
                    each
                    for each in found
                    if each.seconds > MOST_SECONDS or each.step > MOST_STEP_SECONDS
                ]
    if slow:
        raise SystemExit(f"{len(slow)} allowed operations take too long")


if __name__ == "__main__":
    asyncio.run(main())
