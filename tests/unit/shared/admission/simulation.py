"""A service simulated in virtual time: work shares processors and then waits for something else."""

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.admission.gate import MAX_WAIT_SECONDS, Gate, Slot, Waiting
from shared.admission.priority import Priority


@dataclass(slots=True)
class Kind:
    """A kind of work: seconds of one processor, seconds of waiting beside it, and its priority."""

    name: str
    busy: float
    idle: float = 0.0
    priority: Priority = Priority.LAST
    fails: bool = False


@dataclass(slots=True)
class Figures:
    """What happened: latencies of admitted work, and what was shed, by kind."""

    latencies: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    shed: Counter[str] = field(default_factory=Counter[str])
    longest_wait_to_be_shed: float = 0.0

    def done(self, name: str) -> int:
        return len(self.latencies.get(name, ()))

    def quantile(self, name: str, part: float) -> float:
        ordered = sorted(self.latencies[name])
        return ordered[int(part * (len(ordered) - 1))]


class Simulation:
    """A queue in front of `processors`, and a gate in front of the queue."""

    def __init__(self, processors: int = 1, seed: int = 7) -> None:
        self.now = 0.0
        self.processors = processors
        self.chance = random.Random(seed)
        self.figures = Figures()
        self.gate = Gate(lambda: self.now)
        self.speed = 1.0
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._free = processors
        self._queue: list[Callable[[], None]] = []

    def run(self, seconds: float) -> Figures:
        """Run for so long; return the figures of this time alone."""
        self.figures = Figures()
        end = self.now + seconds
        while self._events and self._events[0][0] <= end:
            self.now, _, happen = heapq.heappop(self._events)
            happen()
        self.now = end
        return self.figures

    def at(self, time: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (time, next(self._numbers), happen))

    def arrivals(self, kind: Kind, rate: float, until: float) -> None:
        """Let work arrive at random, so many a second."""

        def arrive() -> None:
            if self.now < until:
                self.arrive(kind)
                self.at(self.now + self.chance.expovariate(rate), arrive)

        self.at(self.now + self.chance.expovariate(rate), arrive)

    def arrive(self, kind: Kind) -> None:
        arrived = self.now

        def decide(slot: Slot | None) -> None:
            if slot is not None:
                self._work(kind, slot, arrived)
                return
            self.figures.shed[kind.name] += 1
            waited = self.now - arrived
            self.figures.longest_wait_to_be_shed = max(self.figures.longest_wait_to_be_shed, waited)

        slot = self.gate.enter(kind.priority)
        if slot is not None:
            decide(slot)
            return
        waiting = Waiting(kind.priority, decide)
        self.gate.line_up(waiting)
        self.at(self.now + MAX_WAIT_SECONDS, lambda: self.gate.give_up(waiting))

    def _work(self, kind: Kind, slot: Slot, arrived: float) -> None:
        def finish() -> None:
            slot.kind = None if kind.fails else kind.name
            self.figures.latencies.setdefault(kind.name, []).append(self.now - arrived)
            self.gate.leave(slot)

        def wait() -> None:
            self._free += 1
            self._start_next()
            self.at(self.now + self.chance.uniform(0.8, 1.2) * kind.idle, finish)

        def compute() -> None:
            self._free -= 1
            busy = self.chance.expovariate(1) * 0.5 * kind.busy + 0.5 * kind.busy
            self.at(self.now + busy / self.speed, wait)

        self._queue.append(compute)
        self._start_next()

    def _start_next(self) -> None:
        while self._queue and self._free:
            self._queue.pop(0)()
