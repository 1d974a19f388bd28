"""Random histories of operations, with random faults, two at a time."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from random import Random

from tests.faults.customers import Customer
from tests.faults.rows.history.actions import change_schedule, take_action
from tests.faults.rows.history.faults import FAULTS, ComponentLocks
from tests.faults.rows.shard import Shard
from tests.faults.testbed import RowFailed, Testbed
from tests.waiting import until

_OPERATIONS, _SEEDS, _CUSTOMERS, _SHOWTIMES = 5_000, 10, 12, 16
_FAULTS_AT_ONCE, _PER_FAULT, _PER_CHANGE = 2, 120, 800
"""Faults at a time; average number of operations between faults, and between changes of the
schedule."""
_BOOKED = 0.1
"""Least number of bookings per operation: else the history was about refusals."""
_INJECTED = 1 / 400
"""Least number of faults per operation: else the history tested nothing."""
_LONGEST = 600.0
"""Seconds; customers without an answer give up long before, after 90."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a history."""

    operations: int
    booked: int
    injected: Counter[str]
    """Number of faults, by name."""


def shards(random: Random, scale: float) -> Sequence[Shard[Result]]:
    """Return one shard per history, each with its own seed."""
    # The short run is one history of part of the full length.
    length = ceil(_OPERATIONS * min(1.0, scale * _SEEDS / 5))
    seeds = [random.getrandbits(64) for _ in range(ceil(_SEEDS * scale))]
    return [partial(_run, seed=seed, length=length) for seed in seeds]


def figure(results: Sequence[Result]) -> str:
    """Return the text for the table. Raise RowFailed if no history had some kind of fault."""
    injected = sum((each.injected for each in results), Counter[str]())
    if len(results) == _SEEDS and (lacking := FAULTS.keys() - injected.keys()):
        raise RowFailed(f"no history had these faults: {sorted(lacking)}")
    faults = ", ".join(f"{count} × {name}" for name, count in sorted(injected.items()))
    return (
        f"{len(results)} histories of {results[0].operations} operations, "
        f"{sum(each.booked for each in results)} bookings, with {faults}: auditor clean"
    )


async def _run(testbed: Testbed, *, seed: int, length: int) -> Result:
    history = _History(testbed, Random(seed), length)
    await history.run()
    return Result(length, history.actions["booked"], history.injected)


@dataclass(slots=True)
class _History:
    """One history. Each customer, each series of faults and the schedule has its own seed."""

    testbed: Testbed
    random: Random
    length: int
    injected: Counter[str] = field(default_factory=Counter[str])
    """Number of faults, by name."""
    actions: Counter[str] = field(default_factory=Counter[str])
    """Number of customers' actions, by outcome."""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        testbed = self.testbed
        customers = await testbed.customers(_CUSTOMERS)
        end = testbed.recorder.answers + self.length
        showtimes = testbed.mixed_showtimes(_SHOWTIMES)
        locks = ComponentLocks()
        async with asyncio.TaskGroup() as meanwhile:
            for _ in range(_FAULTS_AT_ONCE):
                meanwhile.create_task(self._inject_faults(locks, self._own_random()))
            meanwhile.create_task(self._change_schedule(showtimes, self._own_random()))
            await asyncio.gather(
                *(self._be_customer(each, showtimes, self._own_random(), end) for each in customers)
            )
            self.over.set()
        await testbed.repair_provider()
        await testbed.settle_and_audit(120)
        if self.actions["booked"] < _BOOKED * self.length:
            raise RowFailed(
                f"{self.actions['booked']} bookings in {self.length} operations: {self.actions}"
            )
        if self.injected.total() < _INJECTED * self.length:
            raise RowFailed(f"too few faults in {self.length} operations: {self.injected}")

    async def _be_customer(
        self, customer: Customer, showtimes: Sequence[str], random: Random, end: int
    ) -> None:
        while self.testbed.recorder.answers < end:
            customer = await take_action(self.testbed, customer, showtimes, random, self.actions)

    async def _inject_faults(self, locks: ComponentLocks, random: Random) -> None:
        names = sorted(FAULTS)
        weights = [FAULTS[name].weight for name in names]
        while await self._passes(random.randint(1, 2 * _PER_FAULT)):
            (name,) = random.choices(names, weights)
            fault, own = FAULTS[name], Random(random.getrandbits(64))
            async with locks.hold(fault.components):
                self.injected[name] += await fault.inject(self.testbed, own)

    async def _change_schedule(self, showtimes: list[str], random: Random) -> None:
        while await self._passes(random.randint(1, 2 * _PER_CHANGE)):
            self.injected[await change_schedule(self.testbed, showtimes, random)] += 1

    async def _passes(self, operations: int) -> bool:
        """Wait for that many operations; return False if the history is over before."""
        recorder = self.testbed.recorder
        at = recorder.answers + operations
        await until(lambda: recorder.answers >= at or self.over.is_set(), _LONGEST)
        return not self.over.is_set()

    def _own_random(self) -> Random:
        return Random(self.random.getrandbits(64))
