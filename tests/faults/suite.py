"""Run the rows in several testbeds at the same time and judge each."""

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
    overload,
    provider_faults,
    redelivery,
    redis_emptied,
    seat_race,
)
from tests.faults.rows.shard import Shard
from tests.faults.testbed import RowFailed, Testbed, open_testbed

SIDE_BY_SIDE = 3
"""Number of testbeds on a machine of two cores."""
_STARTING = 2
"""Number of testbeds that start at a time: starting is the most work that they do.

For the same reason no row begins before all testbeds have started. An import of a programme that
runs beside two histories can take longer than it waits for its database.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table in docs/faults.md: a fault and what injects it."""

    fault: str
    shards: Callable[[Random, float], Sequence[Shard[Any]]]
    """Returns the row's shards, from its random choices and its scale, 0 to 1."""
    figure: Callable[[Sequence[Any]], str]
    """Returns the text for the table, from the results of the shards."""
    disturbs: bool
    """Whether parts fail, so that attempts of customers may get no answer."""
    showtimes: int = 10
    """Number of showtimes that only this row uses."""
    measures: bool = False
    """Whether it measures what the machine can do, and so runs by itself, after all others."""


def _row_of_one_shard(
    fault: str,
    run: Callable[[Testbed, float], Awaitable[str]],
    *,
    disturbs: bool,
    showtimes: int = 10,
    measures: bool = False,
) -> Row:
    """Return a row that runs as one shard."""

    def shards(_random: Random, scale: float) -> Sequence[Shard[str]]:
        async def whole_row(testbed: Testbed) -> str:
            return await run(testbed, scale)

        return [whole_row]

    return Row(fault, shards, "".join, disturbs, showtimes, measures)


ROWS: Mapping[int, Row] = {
    1: _row_of_one_shard("50 buyers, one seat", seat_race.run, disturbs=False),
    2: _row_of_one_shard(
        "negative control: each safeguard disabled in turn",
        negative_control.run,
        disturbs=True,
        showtimes=15,
    ),
    3: Row(
        "`kill -9` at every kill point of the saga",
        crashes.shards,
        crashes.figure,
        disturbs=True,
        showtimes=150,
    ),
    4: _row_of_one_shard(
        "all ordered pairs of operations on one seat",
        interleavings.run,
        disturbs=False,
        showtimes=81,
    ),
    5: _row_of_one_shard(
        "provider: 20% time-outs, 5% lost answers, 10% declines",
        provider_faults.run,
        disturbs=False,
        showtimes=25,
    ),
    6: _row_of_one_shard("Kafka away under load", broker_outage.run, disturbs=False),
    7: _row_of_one_shard("Redis killed and emptied under load", redis_emptied.run, disturbs=True),
    8: _row_of_one_shard(
        "MongoDB `kill -9` and restarted under load", database_killed.run, disturbs=True
    ),
    9: _row_of_one_shard(
        "every message and webhook three times, shuffled", redelivery.run, disturbs=False
    ),
    10: _row_of_one_shard(
        "one idempotency key 100 times at once", idempotency_race.run, disturbs=False
    ),
    11: _row_of_one_shard("booking paused past its hold's end", booking_paused.run, disturbs=True),
    12: _row_of_one_shard(
        "keys and the router's secrets rotated in Vault under load",
        key_rotation.run,
        disturbs=False,
    ),
    13: Row(
        "a random history with random faults",
        history.shards,
        history.figure,
        disturbs=True,
        showtimes=300,
    ),
    14: _row_of_one_shard(
        "5 times what the stack can do, of reading and buying",
        overload.run,
        disturbs=False,
        showtimes=100,
        measures=True,
    ),
}
_SHARED = {number: row for number, row in ROWS.items() if not row.measures}
_ENDS = dict(zip(_SHARED, accumulate(row.showtimes for row in _SHARED.values()), strict=True))

_LONGEST_FIRST = (13, 3, 2, 4, 11, 1, 10, 5, 6, 8, 12, 7, 9, 14)


@dataclass(slots=True)
class Verdict:
    """The figures of green rows, and the numbers of red rows."""

    figures: dict[int, str] = field(default_factory=dict[int, str])
    red: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class ShardRun:
    """A shard of a row, and its result once it has run."""

    number: int
    """The row's number."""
    seed: str
    shard: Shard[Any]
    showtimes: Sequence[int]
    """Positions in the programme of the showtimes that only this shard uses."""
    disturbs: bool
    result: Any = None
    is_green: bool = False
    took: float | None = None
    """Seconds; None until it has run."""


async def run(
    folder: Path, seed: int, scale: float, numbers: Sequence[int], *, testbeds: int, apache: bool
) -> Verdict:
    """Run the rows in `testbeds` testbeds, then those that measure. Return the verdict."""
    verdict = Verdict()
    together = [number for number in numbers if not ROWS[number].measures]
    alone = [[number] for number in numbers if ROWS[number].measures]
    for group in filter(None, (together, *alone)):
        shard_runs = {number: plan_row(number, seed, scale) for number in group}
        own = folder / "-".join(map(str, group))
        await run_group(own, seed, shard_runs, verdict, testbeds=testbeds, apache=apache)
    return verdict


async def run_group(
    folder: Path,
    seed: int,
    shard_runs: Mapping[int, Sequence[ShardRun]],
    verdict: Verdict,
    *,
    testbeds: int,
    apache: bool,
) -> None:
    """Run these rows' shards, one at a time in each of the testbeds; add them to the verdict."""
    ordered = [shard_runs[number] for number in _LONGEST_FIRST if number in shard_runs]
    # The first shard of each row, then the second: so rows that wait run beside rows that work.
    most = max(map(len, ordered))
    left = deque(shards[at] for at in range(most) for shards in ordered if at < len(shards))
    testbeds = min(testbeds, len(left))
    starting = asyncio.Semaphore(_STARTING)
    all_started = asyncio.Barrier(testbeds)

    async def run_shards(name: int) -> None:
        for attempt in count():
            if not left:
                return
            async with AsyncExitStack() as open_testbeds:
                async with starting:
                    opened = open_testbed(folder / f"{name}-{attempt}", seed, apache=apache)
                    testbed = await open_testbeds.enter_async_context(opened)
                if attempt == 0:
                    await all_started.wait()
                # A red shard may leave a broken stack: the next shard gets a new testbed.
                while left:
                    shard_run = left.popleft()
                    await run_shard(shard_run, testbed)
                    shards = shard_runs[shard_run.number]
                    if to_go := sum(shard.took is None for shard in shards):
                        took = f"{shard_run.number:>2}  {shard_run.took:5.0f} s"
                        print(f"{took}  one shard, {to_go} to go", flush=True)
                    else:
                        judge_row(shard_run.number, shards, verdict)
                    if not shard_run.is_green:
                        break

    async with asyncio.TaskGroup() as workers:
        for name in range(testbeds):
            workers.create_task(run_shards(name))


def plan_row(number: int, seed: int, scale: float) -> list[ShardRun]:
    """Return the shards of a row. Their random choices depend on nothing but the seed."""
    row = ROWS[number]
    shards = row.shards(Random(f"{seed}:{number}"), scale)
    # A row that measures has a testbed of its own.
    end = row.showtimes if row.measures else _ENDS[number]
    own = range(end - row.showtimes, end)
    return [
        ShardRun(number, f"{seed}:{number}:{at}", shard, own[at :: len(shards)], row.disturbs)
        for at, shard in enumerate(shards)
    ]


async def run_shard(shard_run: ShardRun, testbed: Testbed) -> None:
    """Run one shard in this testbed and store its result."""
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


def judge_row(number: int, shard_runs: Sequence[ShardRun], verdict: Verdict) -> None:
    """Add a row to the verdict, once all its shards have run, and print it."""
    row = ROWS[number]
    try:
        if not all(shard_run.is_green for shard_run in shard_runs):
            raise RowFailed("a shard failed, see above")
        figure = verdict.figures[number] = row.figure(
            [shard_run.result for shard_run in shard_runs]
        )
    except RowFailed as red:
        verdict.red.append(number)
        figure = f"RED: {red}"
    took = sum(shard_run.took or 0 for shard_run in shard_runs)
    print(f"{number:>2}  {took:5.0f} s  {row.fault}: {figure}", flush=True)
