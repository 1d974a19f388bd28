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
    booking_paused,
    broker_outage,
    crashes,
    database_killed,
    history,
    idempotency_race,
    interleavings,
    key_rotation,
    negative_control,
    provider_faults,
    redelivery,
    redis_emptied,
    seat_race,
)
from tests.faults.rows.shard import Shard
from tests.faults.testbed import RowFailed, Testbed, open_testbed

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
    shards: Callable[[Random, float], Sequence[Shard[Any]]]
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

    def shards(_random: Random, scale: float) -> Sequence[Shard[str]]:
        async def all_of_it(testbed: Testbed) -> str:
            return await run(testbed, scale)

        return [all_of_it]

    return Row(fault, shards, "".join, disturbs, showtimes)


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
        crashes.shards,
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
    6: _whole("Kafka away under load", broker_outage.run, disturbs=False),
    7: _whole("Redis killed and emptied under load", redis_emptied.run, disturbs=True),
    8: _whole("MongoDB `kill -9` and restarted under load", database_killed.run, disturbs=True),
    9: _whole("every message and webhook three times, shuffled", redelivery.run, disturbs=False),
    10: _whole("one idempotency key 100 times at once", idempotency_race.run, disturbs=False),
    11: _whole("booking stopped past its hold's end", booking_paused.run, disturbs=True),
    12: _whole(
        "service and ticket keys rotated in Vault under load", key_rotation.run, disturbs=False
    ),
    13: Row(
        "a random history with random faults",
        history.shards,
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
class ShardRun:
    """A part of a row, to be run, and what it came to."""

    number: int
    """The row's."""
    seed: str
    shard: Shard[Any]
    showtimes: Sequence[int]
    """Where those are, among all that are shown, that nobody else uses."""
    disturbs: bool
    result: Any = None
    is_green: bool = False
    took: float | None = None
    """Seconds, once it has been run."""


async def run(
    folder: Path, seed: int, scale: float, numbers: Sequence[int], *, testbeds: int, apache: bool
) -> Verdict:
    """Run the rows, some at a time, each in a testbed that no other has at that moment."""
    shard_runs = {number: plan(number, seed, scale) for number in numbers}
    ordered = [shard_runs[number] for number in _LONGEST_FIRST if number in shard_runs]
    # The first part of each row, then the second: rows that mostly wait are beside those that work.
    most = max(map(len, ordered))
    left = deque(shards[at] for at in range(most) for shards in ordered if at < len(shards))
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
                    shard_run = left.popleft()
                    await do(shard_run, testbed)
                    shards = shard_runs[shard_run.number]
                    if to_go := sum(shard.took is None for shard in shards):
                        took = f"{shard_run.number:>2}  {shard_run.took:5.0f} s"
                        print(f"{took}  a part of it, {to_go} to go", flush=True)
                    else:
                        judge(shard_run.number, shards, verdict)
                    if not shard_run.is_green:
                        break

    async with asyncio.TaskGroup() as workers:
        for name in range(testbeds):
            workers.create_task(help_out(name))
    return verdict


def plan(number: int, seed: int, scale: float) -> list[ShardRun]:
    """The parts of a row. Its choices depend on the seed alone, not on what ran before it."""
    row = ROWS[number]
    shards = row.shards(Random(f"{seed}:{number}"), scale)
    own = range(_ENDS[number] - row.showtimes, _ENDS[number])
    return [
        ShardRun(number, f"{seed}:{number}:{at}", shard, own[at :: len(shards)], row.disturbs)
        for at, shard in enumerate(shards)
    ]


async def do(shard_run: ShardRun, testbed: Testbed) -> None:
    """Run a part of a row in this testbed."""
    began = time.monotonic()
    testbed.begin(shard_run.seed, [testbed.programme.showtimes[at] for at in shard_run.showtimes])
    answered = dict(testbed.recorder.errors)
    try:
        shard_run.result = await shard_run.shard(testbed)
        if not shard_run.disturbs and testbed.recorder.errors != answered:
            raise RowFailed(f"calls got no answer: {testbed.recorder.errors}, before: {answered}")
        shard_run.is_green = True
    except Exception:
        traceback.print_exc()
        print(f"{shard_run.number:>2}  RED in {testbed.stack.folders.logs.parent}", flush=True)
    shard_run.took = time.monotonic() - began


def judge(number: int, shard_runs: Sequence[ShardRun], verdict: Verdict) -> None:
    """Every part of the row has been run."""
    row = ROWS[number]
    try:
        if not all(shard_run.is_green for shard_run in shard_runs):
            raise RowFailed("a part of it was")
        figure = verdict.figures[number] = row.figure(
            [shard_run.result for shard_run in shard_runs]
        )
    except RowFailed as red:
        verdict.red.append(number)
        figure = f"RED: {red}"
    took = sum(shard_run.took or 0 for shard_run in shard_runs)
    print(f"{number:>2}  {took:5.0f} s  {row.fault}: {figure}", flush=True)
