"""Runs the rows, each to its verdict, in testbeds side by side."""

import asyncio
import time
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.rows import (
    broker_away,
    crashes,
    database_killed,
    history,
    interleavings,
    negative_control,
    paused,
    provider_faults,
    redelivery,
    repeats,
    rotation,
    seat_race,
    sessions_lost,
)
from tests.faults.rows.parts import Part
from tests.faults.testbed import Red, Testbed, open_testbed

SIDE_BY_SIDE = 3
"""Testbeds, on a machine of two cores."""
_STARTING = 2
"""So many of them start at a time: nothing that they do later is as much work.

For the same reason no row begins before all of them stand: a programme that is imported beside
two histories can take longer than the import waits for its database.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, and what injects it."""

    fault: str
    parts: Callable[[Random, float], Sequence[Part[Any]]]
    """From the row's choices and the share of its full size, 0 to 1."""
    figure: Callable[[Sequence[Any]], str]
    """From what each of the parts came to."""
    disturbs: bool
    """Whether a part is away meanwhile, so that a customer's call may get no answer at first."""
    showtimes: int = 10
    """How many showtimes are the row's own."""


def _whole(
    fault: str,
    run: Callable[[Testbed, float], Awaitable[str]],
    *,
    disturbs: bool,
    showtimes: int = 10,
) -> Row:
    """A row that is run in one part."""

    def parts(_random: Random, share: float) -> Sequence[Part[str]]:
        async def all_of_it(testbed: Testbed) -> str:
            return await run(testbed, share)

        return [all_of_it]

    return Row(fault, parts, "".join, disturbs, showtimes)


ROWS: Mapping[int, Row] = {
    1: _whole("50 buyers, one seat", seat_race.run, disturbs=False),
    2: _whole(
        "negative control: each safeguard disabled in turn",
        negative_control.run,
        disturbs=True,
        showtimes=15,
    ),
    3: Row(
        "`kill -9` at every named step of the saga",
        crashes.parts,
        crashes.figure,
        disturbs=True,
        showtimes=150,
    ),
    4: _whole(
        "all ordered pairs of what can happen to one seat",
        interleavings.run,
        disturbs=False,
        showtimes=81,
    ),
    5: _whole(
        "provider: 20% time-outs, 5% lost answers, 10% declines",
        provider_faults.run,
        disturbs=False,
        showtimes=25,
    ),
    6: _whole("Kafka away under load", broker_away.run, disturbs=False),
    7: _whole("Redis killed and emptied under load", sessions_lost.run, disturbs=True),
    8: _whole("MongoDB `kill -9` and restarted under load", database_killed.run, disturbs=True),
    9: _whole("every message and webhook three times, shuffled", redelivery.run, disturbs=False),
    10: _whole("one idempotency key 100 times at once", repeats.run, disturbs=False),
    11: _whole("booking stopped past its hold's end", paused.run, disturbs=True),
    12: _whole("service and ticket keys rotated in Vault under load", rotation.run, disturbs=False),
    13: Row(
        "a random history with random faults",
        history.parts,
        history.figure,
        disturbs=True,
        showtimes=300,
    ),
}
_ENDS = dict(zip(ROWS, accumulate(row.showtimes for row in ROWS.values()), strict=True))

_LONGEST_FIRST = (13, 3, 2, 4, 11, 1, 10, 5, 6, 8, 12, 7, 9)


@dataclass(slots=True)
class Verdict:
    """The figures of the rows that are green, and the numbers of those that are red."""

    figures: dict[int, str] = field(default_factory=dict[int, str])
    red: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class Work:
    """A part of a row, to be run, and what it came to."""

    number: int
    """The row's."""
    seed: str
    part: Part[Any]
    showtimes: Sequence[int]
    """Where those are, among all that are shown, that nobody else uses."""
    disturbs: bool
    came: Any = None
    is_green: bool = False
    took: float | None = None
    """Seconds, once it has been run."""


async def run(
    folder: Path, seed: int, share: float, numbers: Sequence[int], *, testbeds: int, apache: bool
) -> Verdict:
    """Run the rows, some at a time, each in a testbed that no other has at that moment."""
    works = {number: plan(number, seed, share) for number in numbers}
    ordered = [works[number] for number in _LONGEST_FIRST if number in works]
    # The first part of each row, then the second: rows that mostly wait are beside those that work.
    most = max(map(len, ordered))
    left = deque(parts[at] for at in range(most) for parts in ordered if at < len(parts))
    verdict = Verdict()
    testbeds = min(testbeds, len(left))
    starting = asyncio.Semaphore(_STARTING)
    all_stand = asyncio.Barrier(testbeds)

    async def help_out(name: int) -> None:
        for attempt in count():
            if not left:
                return
            async with AsyncExitStack() as open_testbeds:
                async with starting:
                    opened = open_testbed(folder / f"{name}-{attempt}", seed, apache=apache)
                    testbed = await open_testbeds.enter_async_context(opened)
                if attempt == 0:
                    await all_stand.wait()
                # What went red may leave anything: what comes after it gets a fresh testbed.
                while left:
                    work = left.popleft()
                    await do(work, testbed)
                    parts = works[work.number]
                    if to_go := sum(part.took is None for part in parts):
                        took = f"{work.number:>2}  {work.took:5.0f} s"
                        print(f"{took}  a part of it, {to_go} to go", flush=True)
                    else:
                        judge(work.number, parts, verdict)
                    if not work.is_green:
                        break

    async with asyncio.TaskGroup() as workers:
        for name in range(testbeds):
            workers.create_task(help_out(name))
    return verdict


def plan(number: int, seed: int, share: float) -> list[Work]:
    """The parts of a row. Its choices depend on the seed alone, not on what ran before it."""
    row = ROWS[number]
    parts = row.parts(Random(f"{seed}:{number}"), share)
    own = range(_ENDS[number] - row.showtimes, _ENDS[number])
    return [
        Work(number, f"{seed}:{number}:{at}", part, own[at :: len(parts)], row.disturbs)
        for at, part in enumerate(parts)
    ]


async def do(work: Work, testbed: Testbed) -> None:
    """Run a part of a row in this testbed."""
    began = time.monotonic()
    testbed.begin(work.seed, [testbed.shown.showtimes[at] for at in work.showtimes])
    answered = dict(testbed.recorder.errors)
    try:
        work.came = await work.part(testbed)
        if not work.disturbs and testbed.recorder.errors != answered:
            raise Red(f"calls got no answer: {testbed.recorder.errors}, before: {answered}")
        work.is_green = True
    except Exception:
        traceback.print_exc()
        print(f"{work.number:>2}  RED in {testbed.stack.folders.logs.parent}", flush=True)
    work.took = time.monotonic() - began


def judge(number: int, works: Sequence[Work], verdict: Verdict) -> None:
    """Every part of the row has been run."""
    row = ROWS[number]
    try:
        if not all(work.is_green for work in works):
            raise Red("a part of it was")
        figure = verdict.figures[number] = row.figure([work.came for work in works])
    except Red as red:
        verdict.red.append(number)
        figure = f"RED: {red}"
    took = sum(work.took or 0 for work in works)
    print(f"{number:>2}  {took:5.0f} s  {row.fault}: {figure}", flush=True)
