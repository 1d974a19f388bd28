"""Loads of readers and buyers, and what they saw."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

from dev.addresses import HOST, ROOT
from tests.faults.crowd.seen import Seen
from tests.faults.shoppers import PAYING, Shoppers
from tests.faults.testbed import Testbed

_TIMES = """
query Times($id: ID!, $first: Int!) {
  movie(id: $id) {
    id title showtimes(first: $first) { edges { node { id startsAt availableSeatCount } } }
  }
}
"""
_PAGE = """
query Page($id: ID!) {
  showtime(id: $id) {
    id startsAt movie { title } cinema { name } availableSeatCount isBookable
  }
}
"""
_SEATS = """
query Seats($id: ID!) { showtime(id: $id) { id seatMap { version seats { id state } } } }
"""
_ALONE_SECONDS = 6.0
_LATE_MILLISECONDS = 3_000.0


@dataclass(frozen=True, slots=True)
class Load:
    """What readers and buyers saw in so many seconds.

    `alone` has the milliseconds of each kind of answer while nothing else is done.
    """

    seconds: float
    read: Seen
    bought: Seen
    alone: Mapping[str, float]

    @property
    def reads(self) -> float:
        """Right answers to readers a second."""
        return sum(map(len, self.read.answered.values())) / self.seconds

    @property
    def purchases(self) -> float:
        """Purchases a second."""
        return len(self.bought.answered.get(PAYING, ())) / self.seconds

    @property
    def shed(self) -> Sequence[float]:
        """Milliseconds until each refusal."""
        return self.read.shed + self.bought.shed

    @property
    def work(self) -> float:
        """What was done in time: each answer counts for the seconds that it takes alone."""
        done = [
            self.alone[kind] * sum(each <= _LATE_MILLISECONDS for each in times)
            for seen in (self.read, self.bought)
            for kind, times in seen.answered.items()
        ]
        return sum(done) / 1_000 / self.seconds

    def reads_took(self, share: float) -> float:
        """Return how many times as long as alone this share of the reads took at most."""
        return part(self._in_times_alone(self.read), share)

    def steps_took(self, share: float) -> float:
        """Return the same of the steps of a purchase."""
        return part(self._in_times_alone(self.bought), share)

    def _in_times_alone(self, seen: Seen) -> Sequence[float]:
        return [each / self.alone[kind] for kind, times in seen.answered.items() for each in times]


def part(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values do not exceed; 0 without any."""
    return sorted(values)[ceil(len(values) * share) - 1] if values else 0.0


class Loads:
    """Puts loads on a testbed."""

    def __init__(self, testbed: Testbed, shoppers: Shoppers) -> None:
        self._router = testbed.stack.ports.router
        self._questions = _questions(testbed)
        self._shoppers = shoppers
        self._alone: Mapping[str, float] = {}

    async def learn_alone(self) -> None:
        """Measure how long each kind of answer takes while nothing else is done."""
        read = await self._read(_ALONE_SECONDS, readers=1)
        bought = await self._shoppers.buy_at_once(1, _ALONE_SECONDS)
        answered = read.answered | bought.answered
        self._alone = {kind: median(times) for kind, times in answered.items()}

    async def at_once(self, readers: int, buyers: int, *, seconds: float) -> Load:
        """Let so many read and buy at once, each as soon as the last answer has come."""
        read, bought = await asyncio.gather(
            self._read(seconds, readers=readers), self._shoppers.buy_at_once(buyers, seconds)
        )
        return Load(seconds, read, bought, self._alone)

    async def at_rate(self, times: float, peak: Load, *, seconds: float) -> Load:
        """Let so many times as many come a second as were served at the peak."""
        read, bought = await asyncio.gather(
            self._read(seconds, rate=times * peak.reads),
            self._shoppers.buy_at_rate(times * peak.purchases, seconds),
        )
        return Load(seconds, read, bought, self._alone)

    async def _read(self, seconds: float, **how: float) -> Seen:
        """Let a crowd read, `readers` at once or at a `rate` a second; return what it saw."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.crowd"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        given = {"host": HOST, "port": self._router, "questions": self._questions}
        output, _ = await process.communicate(
            json.dumps(given | how | {"seconds": seconds}).encode()
        )
        seen = json.loads(output)
        return Seen(seen["answered"], seen["shed"], Counter(seen["failures"]))


def _questions(testbed: Testbed) -> Sequence[Mapping[str, str]]:
    """Return what readers ask: as often a movie's showtimes as one showtime or its seat map."""
    showtimes = list(testbed.programme.showtimes)
    testbed.random.shuffle(showtimes)
    movies = sorted({each["movieId"] for each in testbed.programme.file["showtimes"]})
    found: list[Mapping[str, str]] = []
    for at, showtime in enumerate(showtimes):
        kind, query = ("page", _PAGE) if at % 2 else ("seats", _SEATS)
        found.append(_question("times", _TIMES, movies[at % len(movies)], first=10 + at % 20))
        found.append(_question(kind, query, showtime))
    return found


def _question(kind: str, query: str, id: str, **variables: Any) -> Mapping[str, str]:
    body = json.dumps({"query": query, "variables": variables | {"id": id}})
    return {"kind": kind, "body": body, "expected": f'"id":"{id}"'}
