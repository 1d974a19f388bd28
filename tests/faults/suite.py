"""Runs the rows, each to its verdict."""

import time
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from tests.faults.house import House, open_house
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

ROWS: Mapping[int, tuple[str, Callable[[House, float], Awaitable[str]]]] = {
    1: ("50 buyers, one seat", seat_race.run),
    2: ("negative control: each safeguard disabled in turn", negative_control.run),
    3: ("`kill -9` at every named step of the saga", crashes.run),
    4: ("all ordered pairs of what can happen to one seat", interleavings.run),
    5: ("provider: 20% time-outs, 5% lost answers, 10% declines", provider_faults.run),
    6: ("Kafka away under load", broker_away.run),
    7: ("Redis killed and emptied under load", sessions_lost.run),
    8: ("MongoDB `kill -9` and restarted under load", database_killed.run),
    9: ("every message and webhook three times, shuffled", redelivery.run),
    10: ("one idempotency key 100 times at once", repeats.run),
    11: ("booking stopped past its hold's end", paused.run),
    12: ("service and ticket keys rotated in Vault under load", rotation.run),
    13: ("a random history with random faults", history.run),
}


async def run(
    folder: Path, seed: int, share: float, numbers: Sequence[int], *, apache: bool
) -> tuple[dict[int, str], list[int]]:
    """Run the rows; the figures of those that are green, and the numbers of those that are red."""
    red: list[int] = []
    figures: dict[int, str] = {}
    async with open_house(folder, seed, apache=apache) as house:
        for number in numbers:
            fault, row = ROWS[number]
            began = time.monotonic()
            # Each row's choices depend on the seed alone, not on the rows before it.
            house.random.seed(f"{seed}:{number}")
            try:
                figure = figures[number] = await row(house, share)
            except Exception:
                traceback.print_exc()
                red.append(number)
                figure = "RED"
            print(f"{number:>2}  {time.monotonic() - began:5.0f} s  {fault}: {figure}", flush=True)
    return figures, red
