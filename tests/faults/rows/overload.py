"""Five times what the stack can do, for a minute, and what it is like afterwards."""

import asyncio
from collections import Counter
from math import ceil

from tests.faults.load import Load, Loads, part
from tests.faults.shoppers import Shoppers
from tests.faults.testbed import RowFailed, Testbed

_SHOPPERS = 60
_WARM_UP = (8, 2)
_READERS, _BUYERS = (8, 16, 32), (4, 8, 16)
_LEVELS = ((8, 1), (16, 2), (32, 4))
"""So many readers and so many buyers at once."""
_LEVEL_SECONDS, _USUAL_SECONDS, _REST_SECONDS = 7.0, 15.0, 30.0
_LEAD_IN_SECONDS = 12.0
"""After a rest, the caches are filled again in this time."""
_OVERLOAD_SECONDS, _LEAST_SECONDS = 60.0, 20.0
_USUAL, _OVERLOAD = 0.5, 5.0
"""Of the peak."""
_LEAST_GOODPUT, _LONGEST = 0.8, 3.0
_LEAST_AFTERWARDS, _LONGEST_AFTERWARDS = 0.95, 1.5


async def run(testbed: Testbed, scale: float) -> str:
    """Find the peak; then offer half of it, five times of it, and half of it again."""
    shoppers = Shoppers(testbed)
    await shoppers.register(_SHOPPERS)
    loads = Loads(testbed, shoppers)
    await loads.at_once(*_WARM_UP, seconds=_LEVEL_SECONDS)
    await loads.learn_usual(_READERS, _BUYERS)
    levels = [await loads.at_once(*level, seconds=_LEVEL_SECONDS) for level in _LEVELS]
    peak = max(levels, key=lambda level: level.work)
    usual = await _usual(loads, peak)
    seconds = max(_LEAST_SECONDS, ceil(_OVERLOAD_SECONDS * scale))
    busy = await loads.at_rate(_OVERLOAD, peak, seconds=seconds)
    await asyncio.sleep(_REST_SECONDS)
    after = await _usual(loads, peak)
    await testbed.settle_and_audit()
    confirmed = shoppers.outcomes["CONFIRMED"]
    report = f"{_report(peak, usual, busy, after)}; {confirmed} purchases confirmed"
    if broken := broken_bounds(shoppers.outcomes, peak, usual, busy, after):
        raise RowFailed(f"{'; '.join(broken)} ({report})")
    return report


def _report(peak: Load, usual: Load, busy: Load, after: Load) -> str:
    arrived = sum(map(len, busy.read.answered.values())) + len(busy.shed)
    reads = busy.reads_took(0.99) / usual.reads_took(0.99)
    steps = busy.steps_took(0.99) / usual.steps_took(0.99)
    reads_after = after.reads_took(0.9) / usual.reads_took(0.9)
    steps_after = after.steps_took(0.9) / usual.steps_took(0.9)
    return (
        f"peak: {peak.reads:.0f} reads and {peak.purchases:.1f} purchases a second; 5 times as "
        f"many for {busy.seconds:.0f} s: {busy.reads:.0f} and {busy.purchases:.1f} a second, "
        f"{busy.work / peak.work:.0%} of the peak's work, reads {reads:.1f} and steps of a "
        f"purchase {steps:.1f} times as long (p99) as at half the peak; {len(busy.shed)} of "
        f"{arrived} shed, 99% of them within {part(busy.shed, 0.99):.0f} ms; 30 s later "
        f"{after.work / usual.work:.0%} of the usual work, {reads_after:.1f} and "
        f"{steps_after:.1f} times as long (p90)"
    )


async def _usual(loads: Loads, peak: Load) -> Load:
    """Offer half of the peak, first for a while that does not count."""
    await loads.at_rate(_USUAL, peak, seconds=_LEAD_IN_SECONDS)
    return await loads.at_rate(_USUAL, peak, seconds=_USUAL_SECONDS)


def broken_bounds(
    outcomes: Counter[str], peak: Load, usual: Load, busy: Load, after: Load
) -> list[str]:
    """Say which of the bounds do not hold."""
    failures = usual.read.failures + busy.read.failures + after.read.failures
    bounds = (
        (not failures, f"readers got wrong answers or none: {failures}"),
        (set(outcomes) == {"CONFIRMED"}, f"purchases ended otherwise: {outcomes}"),
        (busy.work >= _LEAST_GOODPUT * peak.work, _instead("work", busy.work, peak.work)),
        (
            busy.reads_took(0.99) <= _LONGEST * usual.reads_took(0.99),
            _instead("p99 of reads", busy.reads_took(0.99), usual.reads_took(0.99)),
        ),
        (
            busy.steps_took(0.99) <= _LONGEST * usual.steps_took(0.99),
            _instead("p99 of steps", busy.steps_took(0.99), usual.steps_took(0.99)),
        ),
        (
            after.work >= _LEAST_AFTERWARDS * usual.work,
            _instead("work afterwards", after.work, usual.work),
        ),
        (
            after.reads_took(0.9) <= _LONGEST_AFTERWARDS * usual.reads_took(0.9),
            _instead("p90 of reads afterwards", after.reads_took(0.9), usual.reads_took(0.9)),
        ),
        (
            after.steps_took(0.9) <= _LONGEST_AFTERWARDS * usual.steps_took(0.9),
            _instead("p90 of steps afterwards", after.steps_took(0.9), usual.steps_took(0.9)),
        ),
    )
    return [broken for holds, broken in bounds if not holds]


def _instead(what: str, found: float, before: float) -> str:
    return f"{what}: {found:.2f}, before {before:.2f}"
