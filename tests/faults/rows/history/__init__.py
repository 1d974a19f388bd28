"""A random history of operations, with random faults in between, two of them at a time."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from random import Random

from tests.faults.customers import Customer
from tests.faults.rows.history.deeds import change_programme, deed
from tests.faults.rows.history.faults import FAULTS, Undisturbed
from tests.faults.rows.parts import Part
from tests.faults.testbed import Red, Testbed
from tests.waiting import until

_OPERATIONS, _SEEDS, _CUSTOMERS, _SHOWTIMES = 5_000, 10, 12, 16
_SUFFERINGS, _PER_FAULT, _PER_CHANGE = 2, 120, 800
"""How many faults there may be at a time; operations, on average, from one to the next, and from
one change of the programme to the next."""
_BOOKED = 0.1
"""At least so many bookings an operation, or the history was about refusals."""
_INJECTED = 1 / 400
"""At least so many faults an operation, or the history was about nothing."""
_LONGEST = 600.0
"""Seconds; customers who get no answer for 90 give up long before."""


@dataclass(frozen=True, slots=True)
class Came:
    """What a history came to."""

    operations: int
    booked: int
    injected: Counter[str]
    """Faults by their name."""


def parts(random: Random, share: float) -> Sequence[Part[Came]]:
    """The histories, each from a seed of its own."""
    # The short run is one history of a part of the length.
    length = ceil(_OPERATIONS * min(1.0, share * _SEEDS / 5))
    seeds = [random.getrandbits(64) for _ in range(ceil(_SEEDS * share))]
    return [partial(_run, seed=seed, length=length) for seed in seeds]


def figure(came: Sequence[Came]) -> str:
    """What the histories came to; Red when all of them together lack a kind of fault."""
    injected = sum((each.injected for each in came), Counter[str]())
    if len(came) == _SEEDS and (lacking := FAULTS.keys() - injected.keys()):
        raise Red(f"in no history: {sorted(lacking)}")
    faults = ", ".join(f"{count} × {name}" for name, count in sorted(injected.items()))
    return (
        f"{len(came)} histories of {came[0].operations} operations, "
        f"{sum(each.booked for each in came)} bookings, with {faults}: auditor clean"
    )


async def _run(testbed: Testbed, *, seed: int, length: int) -> Came:
    history = _History(testbed, Random(seed), length)
    await history.run()
    return Came(length, history.deeds["booked"], history.injected)


@dataclass(slots=True)
class _History:
    """One history: what its customers do, its faults and its changes each have their choices."""

    testbed: Testbed
    random: Random
    length: int
    injected: Counter[str] = field(default_factory=Counter[str])
    """Faults by their name."""
    deeds: Counter[str] = field(default_factory=Counter[str])
    """What customers came to, by its name."""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        testbed = self.testbed
        customers = await testbed.customers(_CUSTOMERS)
        end = testbed.recorder.count + self.length
        showtimes = testbed.programme(_SHOWTIMES)
        undisturbed = Undisturbed()
        async with asyncio.TaskGroup() as meanwhile:
            for _ in range(_SUFFERINGS):
                meanwhile.create_task(self._suffer(undisturbed, self._own_random()))
            meanwhile.create_task(self._change(showtimes, self._own_random()))
            await asyncio.gather(
                *(self._act(each, showtimes, self._own_random(), end) for each in customers)
            )
            self.over.set()
        await testbed.provider_is_well()
        await testbed.clean(120)
        if self.deeds["booked"] < _BOOKED * self.length:
            raise Red(f"{self.deeds['booked']} bookings in {self.length} operations: {self.deeds}")
        if self.injected.total() < _INJECTED * self.length:
            raise Red(f"too few faults in {self.length} operations: {self.injected}")

    async def _act(
        self, customer: Customer, showtimes: Sequence[str], random: Random, end: int
    ) -> None:
        while self.testbed.recorder.count < end:
            customer = await deed(self.testbed, customer, showtimes, random, self.deeds)

    async def _suffer(self, undisturbed: Undisturbed, random: Random) -> None:
        names = sorted(FAULTS)
        weights = [FAULTS[name].weight for name in names]
        while await self._passes(random.randint(1, 2 * _PER_FAULT)):
            (name,) = random.choices(names, weights)
            fault, own = FAULTS[name], Random(random.getrandbits(64))
            async with undisturbed.taken(fault.parts):
                self.injected[name] += await fault.inject(self.testbed, own)

    async def _change(self, showtimes: list[str], random: Random) -> None:
        while await self._passes(random.randint(1, 2 * _PER_CHANGE)):
            self.injected[await change_programme(self.testbed, showtimes, random)] += 1

    async def _passes(self, operations: int) -> bool:
        """Wait for so many operations; False when the history is over first."""
        recorder = self.testbed.recorder
        at = recorder.count + operations
        await until(lambda: recorder.count >= at or self.over.is_set(), _LONGEST)
        return not self.over.is_set()

    def _own_random(self) -> Random:
        return Random(self.random.getrandbits(64))
