"""Runs the rows, each to its verdict, in houses side by side."""

import asyncio
import time
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from pathlib import Path

from tests.faults.house import House, Red, open_house
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

SIDE_BY_SIDE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, and what injects it; `run` takes the share of its full size, 0 to 1."""

    fault: str
    run: Callable[[House, float], Awaitable[str]]
    disturbs: bool
    """Whether a part is away meanwhile, so that a customer's call may get no answer at first."""
    showings: int = 10
    """How many showings are the row's own."""


ROWS: Mapping[int, Row] = {
    1: Row("50 buyers, one seat", seat_race.run, disturbs=False),
    2: Row(
        "negative control: each safeguard disabled in turn",
        negative_control.run,
        disturbs=True,
        showings=15,
    ),
    3: Row("`kill -9` at every named step of the saga", crashes.run, disturbs=True, showings=85),
    4: Row(
        "all ordered pairs of what can happen to one seat",
        interleavings.run,
        disturbs=False,
        showings=81,
    ),
    5: Row(
        "provider: 20% time-outs, 5% lost answers, 10% declines",
        provider_faults.run,
        disturbs=False,
        showings=25,
    ),
    6: Row("Kafka away under load", broker_away.run, disturbs=False),
    7: Row("Redis killed and emptied under load", sessions_lost.run, disturbs=True),
    8: Row("MongoDB `kill -9` and restarted under load", database_killed.run, disturbs=True),
    9: Row("every message and webhook three times, shuffled", redelivery.run, disturbs=False),
    10: Row("one idempotency key 100 times at once", repeats.run, disturbs=False),
    11: Row("booking stopped past its hold's end", paused.run, disturbs=True),
    12: Row("service and ticket keys rotated in Vault under load", rotation.run, disturbs=False),
    13: Row("a random history with random faults", history.run, disturbs=True, showings=250),
}
_ENDS = dict(zip(ROWS, accumulate(row.showings for row in ROWS.values()), strict=True))

_LONGEST_FIRST = (13, 3, 2, 4, 11, 10, 5, 6, 8, 12, 7, 9, 1)


@dataclass(slots=True)
class Verdict:
    """The figures of the rows that are green, and the numbers of those that are red."""

    figures: dict[int, str] = field(default_factory=dict[int, str])
    red: list[int] = field(default_factory=list[int])


async def run(
    folder: Path, seed: int, share: float, numbers: Sequence[int], *, apache: bool
) -> Verdict:
    """Run the rows, two at a time, each in a house that no other has at that moment."""
    left = deque(sorted(numbers, key=_LONGEST_FIRST.index))
    verdict = Verdict()

    async def work(name: str) -> None:
        for attempt in count():
            if not left:
                return
            async with open_house(folder / f"{name}{attempt}", seed, apache=apache) as house:
                # A row that went red may leave anything: those after it get a fresh house.
                while left and await is_green(house, left.popleft(), seed, share, verdict):
                    pass

    async with asyncio.TaskGroup() as workers:
        for name in "abcdefgh"[: min(SIDE_BY_SIDE, len(numbers))]:
            workers.create_task(work(name))
    return verdict


async def is_green(house: House, number: int, seed: int, share: float, verdict: Verdict) -> bool:
    row, began = ROWS[number], time.monotonic()
    # The choices of a row depend on the seed alone, not on the rows before it.
    end = _ENDS[number]
    house.begin(f"{seed}:{number}", house.shown.showtimes[end - row.showings : end])
    answered = dict(house.recorder.errors)
    try:
        figure = await row.run(house, share)
        if not row.disturbs and house.recorder.errors != answered:
            raise Red(f"calls got no answer: {house.recorder.errors}, before: {answered}")
        verdict.figures[number] = figure
    except Exception:
        traceback.print_exc()
        verdict.red.append(number)
        figure = "RED"
    print(f"{number:>2}  {time.monotonic() - began:5.0f} s  {row.fault}: {figure}", flush=True)
    return number in verdict.figures
