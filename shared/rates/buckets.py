"""Buckets from which points are taken, and those that a process keeps by itself."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cachetools import LRUCache

from shared.rates.rules import Rate

MOST_BUCKETS = 20_000
"""How many buckets a process keeps by itself; the one used least recently is forgotten first."""

ROUNDING = 0.01
"""What a level may lack, in points: so much is lost between points and moments."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: `points`, or 0 when the bucket has too little; `left` is what it has now."""

    points: int
    left: float


class Buckets(Protocol):
    """The buckets of all callers, by key. A bucket is full until something is taken."""

    async def take(self, key: str, rate: Rate, *, needed: int, wanted: int) -> Taken:
        """Take as much of `wanted` as the bucket has, or nothing if that is less than `needed`."""
        ...


class LocalBuckets:
    """Buckets of this process alone.

    Like the script in Redis, it stores only the moment at which a bucket is full again.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        """`now` returns seconds that never go back."""
        self._now = now
        self._full_at = LRUCache[str, float](MOST_BUCKETS)

    async def take(self, key: str, rate: Rate, *, needed: int, wanted: int) -> Taken:
        now = self._now()
        full_at = max(self._full_at.get(key, now), now)
        level = rate.capacity - (full_at - now) * rate.per_second
        points = min(wanted, math.floor(level + ROUNDING))
        if points < needed:
            return Taken(0, level)
        self._full_at[key] = full_at + points / rate.per_second
        return Taken(points, level - points)
