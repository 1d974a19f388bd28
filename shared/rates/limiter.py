"""Charges operations to their callers' buckets.

A process takes points from a bucket in chunks and spends them by itself, so most operations need
no Redis. What it has taken of a caller's bucket and not spent is the caller's allowance here.
"""

import asyncio
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from cachetools import LRUCache

from shared.rates.buckets import ROUNDING, Buckets
from shared.rates.rules import Caller, Rate, RatesByClass

log = structlog.get_logger(__name__)

MOST_ALLOWANCES = 20_000
"""How many allowances a process keeps; the points of the one used least recently go first."""
CHUNKS = 20
"""A process takes this part of a bucket at a time, or as much as an operation needs.

When others spend what an operation took for itself, and the bucket has no more, that operation is
refused and the rest stays in the allowance.
"""
_LOGGED_EVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """The caller's bucket has too little: `available` points, of the `charge` that is needed."""

    charge: int
    available: int
    rate: Rate
    retry_after_seconds: int


class RateLimiter:
    """Charges operations; what it refuses it logs once a minute for each caller and class."""

    def __init__(self, rates: RatesByClass, buckets: Buckets, now: Callable[[], float]) -> None:
        """`now` returns seconds that never go back."""
        self.rates = rates
        self._buckets = buckets
        self._now = now
        self._allowances = LRUCache[tuple[str, Caller], _Allowance](MOST_ALLOWANCES)

    async def charge(self, caller: Caller, charges: Mapping[str, int]) -> Refusal | None:
        """Take the points of each class from the caller's buckets; None when all had enough.

        Otherwise nothing is spent. An operation dearer than a whole bucket takes a full one.
        """
        parts = [(self._allowance(name, caller), points) for name, points in charges.items()]
        while short := [part for part in parts if not part[0].covers(part[1])]:
            for allowance, points in short:
                if refusal := await allowance.refill(points):
                    allowance.note_refusal()
                    return refusal
        for allowance, points in parts:
            allowance.spend(points)
        return None

    def _allowance(self, class_name: str, caller: Caller) -> "_Allowance":
        key = class_name, caller
        kept = self._allowances.get(key)
        if kept is None:
            rate = caller.rate(self.rates[class_name])
            kept = self._allowances[key] = _Allowance(
                class_name, caller, rate, self._buckets, self._now
            )
        return kept


class _Allowance:
    """What this process may spend for one caller in one class."""

    __slots__ = (
        "_buckets",
        "_caller",
        "_class_name",
        "_known_at",
        "_known_level",
        "_log_from",
        "_now",
        "_points",
        "_rate",
        "_refill",
        "_refusals",
    )

    def __init__(
        self,
        class_name: str,
        caller: Caller,
        rate: Rate,
        buckets: Buckets,
        now: Callable[[], float],
    ) -> None:
        self._class_name = class_name
        self._caller = caller
        self._rate = rate
        self._buckets = buckets
        self._now = now
        self._points = 0
        self._refill: asyncio.Task[None] | None = None
        # The bucket cannot have more than it had then and has got back since.
        self._known_level: float = rate.capacity
        self._known_at = now()
        self._refusals = 0
        self._log_from = self._known_at

    def covers(self, points: int) -> bool:
        return self._points >= min(points, self._rate.capacity)

    def spend(self, points: int) -> None:
        self._points -= min(points, self._rate.capacity)

    async def refill(self, points: int) -> Refusal | None:
        """Take what is missing, and more; return a refusal when the bucket has less than that.

        Those who come meanwhile wait for the same call, and look again. A bucket that is known to
        have too little is not asked.
        """
        if self._refill is None or self._refill.done():
            charge = min(points, self._rate.capacity)
            needed = charge - self._points
            level = self._level()
            if level + ROUNDING < needed:
                wait = (needed - level) / self._rate.per_second
                available = max(0, math.floor(level)) + self._points
                return Refusal(charge, available, self._rate, max(1, math.ceil(wait)))
            self._refill = asyncio.create_task(self._take(needed))
        # A caller that goes away must not cancel what others wait for.
        await asyncio.shield(self._refill)
        return None

    def note_refusal(self) -> None:
        self._refusals += 1
        now = self._now()
        if now >= self._log_from:
            log.warning(
                "rate_limited",
                rate_class=self._class_name,
                caller=f"{self._caller.kind} {self._caller.id}",
                refused=self._refusals,
            )
            self._refusals, self._log_from = 0, now + _LOGGED_EVERY_SECONDS

    def _level(self) -> float:
        restored = (self._now() - self._known_at) * self._rate.per_second
        return min(self._rate.capacity, self._known_level + restored)

    async def _take(self, needed: int) -> None:
        wanted = max(needed, self._rate.capacity // CHUNKS)
        key = f"{self._class_name}:{self._caller.kind}:{self._caller.id}"
        taken = await self._buckets.take(key, self._rate, needed=needed, wanted=wanted)
        self._points += taken.points
        self._known_level, self._known_at = taken.left, self._now()
