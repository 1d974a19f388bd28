"""Measure what refusals cost, and what memory attacks leave behind: `make attack`.

The memory is that of an hour of ten attacks a second. Before the first look at it, the caches are
filled to their bounds and every attack has been made, as often as ATTACKS_BEFORE says.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import httpx
import psutil

from dev.addresses import Ports
from dev.stack import SERVICES, Stack
from tests.attacks.conftest import Attacker
from tests.attacks.kinds import Attack, kinds

AT_ONCE = 16
REPEATS = 20
MOST_MILLISECONDS = 50.0
"""Of processor time, in the process that refuses."""
AN_HOUR = 36_000
ATTACKS_BEFORE = 6_000
LARGE_DOCUMENTS = 300
MOST_GROWTH = 0.10
SETTLE_SECONDS = 10.0


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("--attacks", type=int, default=AN_HOUR)
    count = parser.parse_args().attacks
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Stack(Path(folder) / "stack", Ports.free()) as stack,
            httpx.AsyncClient(timeout=60, trust_env=False) as http,
        ):
            attacker = Attacker(http, stack)
            dear = await refusals(attacker)
            grown = await memory(attacker, count)
    if dear or grown:
        raise SystemExit(f"too dear: {dear}; grown: {grown}")


async def refusals(attacker: Attacker) -> list[str]:
    """Print each refusal's processor time; return the kinds that take too much."""
    print(f"{'CPU ms':>7}  {'process':8} {'refused by':28} attack")
    dear: list[str] = []
    for name, (to, attack) in kinds().items():
        process = psutil.Process(attacker.stack.processes[to].pid)
        code = await attack(attacker, 0)
        before = _seconds(process)
        for number in range(REPEATS):
            await attack(attacker, number)
        milliseconds = (_seconds(process) - before) / REPEATS * 1_000
        print(f"{milliseconds:7.1f}  {to:8} {code:28} {name}")
        if milliseconds > MOST_MILLISECONDS or code == "answered":
            dear.append(name)
    return dear


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


async def memory(attacker: Attacker, count: int) -> list[str]:
    """Print each process's memory before and after the attacks; return those that grew."""
    await fill_caches(attacker)
    await attack_often(attacker, ATTACKS_BEFORE)
    before = await settled(attacker.stack)
    codes = await attack_often(attacker, count)
    after = await settled(attacker.stack)
    print(f"\n{count} attacks: {codes.most_common()}")
    print(f"\n{'process':10} {'before, MB':>10} {'after, MB':>10} {'grown':>6}")
    grown: list[str] = []
    for name in before:
        share = after[name] / before[name] - 1
        print(f"{name:10} {before[name]:10.0f} {after[name]:10.0f} {share:6.1%}")
        if share > MOST_GROWTH and name in SERVICES:
            grown.append(name)
    return grown


async def fill_caches(attacker: Attacker) -> None:
    """Send large documents, each another one, more than any cache of documents holds."""
    for number in range(LARGE_DOCUMENTS):
        long = "x" * 90
        fields = " ".join(f"a{number}{long}{n}: __typename" for n in range(25))
        parts = (
            "me",
            "cities",
            "movies(first: 1) { edges { node",
            "myBookings(first: 1) { edges { node",
        )
        for part in parts:
            braces = part.count("{")
            await attacker.send(f"{{ {part} {{ {fields} }} {'} ' * braces} }}")


async def attack_often(attacker: Attacker, count: int) -> Counter[str]:
    """Make every attack in turn, many at once; return how often each code came."""
    attacks: list[Attack] = [attack for _, attack in kinds().values()]
    codes: Counter[str] = Counter()
    numbers = iter(range(count))

    async def work() -> None:
        for number in numbers:
            codes[await attacks[number % len(attacks)](attacker, number)] += 1

    async with asyncio.TaskGroup() as workers:
        for _ in range(AT_ONCE):
            workers.create_task(work())
    return codes


async def settled(stack: Stack) -> Mapping[str, float]:
    """Return the resident memory of every process in MB, a while after the last request."""
    await asyncio.sleep(SETTLE_SECONDS)
    return {
        name: psutil.Process(process.pid).memory_info().rss / 1e6
        for name, process in stack.processes.items()
    }


if __name__ == "__main__":
    asyncio.run(main())
