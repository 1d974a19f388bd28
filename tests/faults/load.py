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
class Usual:
    """What the stack does when it has nothing else to do.

    `milliseconds` has how long each kind of answer takes by itself. `reads` and `purchases` are the
    most a second, each while nobody does the other.
    """

    milliseconds: Mapping[str, float]
    reads: float
    purchases: float


@dataclass(frozen=True, slots=True)
class Load:
    """What readers and buyers saw in so many seconds."""

    seconds: float
    read: Seen
    bought: Seen
    usual: Usual

    @property
    def reads(self) -> float:
        """Right answers to readers that came in time, a second."""
        return self._a_second(*self.read.answered.values())

    @property
    def purchases(self) -> float:
        """Purchases that were done in time, a second."""
        return self._a_second(self.bought.answered.get(PAYING, ()))

    @property
    def shed(self) -> Sequence[float]:
        """Milliseconds until each refusal."""
        return self.read.shed + self.bought.shed

    @property
    def work(self) -> float:
        """What was done in time, as a part of what the stack can do.

        A purchase is worth many reads: each counts as a part of the most that can be done of its
        own.
        """
        return self.reads / self.usual.reads + self.purchases / self.usual.purchases

    def reads_took(self, share: float) -> float:
        """Return how many times as long as alone this share of the reads took at most."""
        return part(self._in_times_alone(self.read), share)

    def steps_took(self, share: float) -> float:
        """Return the same of the steps of a purchase."""
        return part(self._in_times_alone(self.bought), share)

    def _in_times_alone(self, seen: Seen) -> Sequence[float]:
        alone = self.usual.milliseconds
        return [each / alone[kind] for kind, times in seen.answered.items() for each in times]

    def _a_second(self, *answered: Sequence[float]) -> float:
        """Count what was answered in time."""
        return (
            sum(each <= _LATE_MILLISECONDS for times in answered for each in times) / self.seconds
        )


def part(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values do not exceed; 0 without any."""
    return sorted(values)[ceil(len(values) * share) - 1] if values else 0.0


class Loads:
    """Puts loads on a testbed."""

    def __init__(self, testbed: Testbed, shoppers: Shoppers) -> None:
        self._router = testbed.stack.ports.router
        self._questions = _questions(testbed)
        self._shoppers = shoppers
        self._usual = Usual({}, 1.0, 1.0)

    async def learn_usual(self, readers: Sequence[int], buyers: Sequence[int]) -> None:
        """Measure what the stack does of each alone, also with so many readers or buyers."""
        read = [await self.at_once(each, 0, seconds=_ALONE_SECONDS) for each in (1, *readers)]
        bought = [await self.at_once(0, each, seconds=_ALONE_SECONDS) for each in (1, *buyers)]
        answered = read[0].read.answered | bought[0].bought.answered
        self._usual = Usual(
            {kind: median(times) for kind, times in answered.items()},
            reads=max(load.reads for load in read),
            purchases=max(load.purchases for load in bought),
        )

    async def at_once(self, readers: int, buyers: int, *, seconds: float) -> Load:
        """Let so many read and buy at once, each as soon as the last answer has come."""
        read, bought = await asyncio.gather(
            self._read(seconds, readers=readers), self._shoppers.buy_at_once(buyers, seconds)
        )
        return Load(seconds, read, bought, self._usual)

    async def at_rate(self, times: float, peak: Load, *, seconds: float) -> Load:
        """Let so many times as many come a second as were served at the peak."""
        read, bought = await asyncio.gather(
            self._read(seconds, rate=times * peak.reads),
            self._shoppers.buy_at_rate(times * peak.purchases, seconds),
        )
        return Load(seconds, read, bought, self._usual)

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
