"""Decides what is begun, what waits for a moment, and what is shed."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from shared.admission.limit import AdaptiveLimit
from shared.admission.priority import Priority, allowance

MAX_WAIT_SECONDS = 0.05
"""How long work waits before it is shed: a caller is to know within a tenth of a second."""

# As much as this part of the limit may wait: a longer line would make all that is admitted late.
_LINE_PART = 0.5


@dataclass(slots=True)
class Slot:
    """A piece of work that was admitted.

    `kind` is set when the work was done as usual: only then its time says how busy the service is.
    """

    began: float
    beside: int
    kind: str | None = None


@dataclass(slots=True, eq=False)
class Waiting:
    """A piece of work that waits; `decide` is called once, with a slot or with None to shed it."""

    priority: Priority
    decide: Callable[[Slot | None], object]


class Gate:
    """Admits work by priority, within a limit that finds itself.

    `clock` gives a time in seconds that only goes forward.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._limit = AdaptiveLimit(clock())
        self._in_progress = 0
        self._waiting = {priority: deque[Waiting]() for priority in Priority}

    @property
    def limit(self) -> float:
        """The limit that was found."""
        return self._limit.found

    @property
    def in_progress(self) -> int:
        """How much is worked on now."""
        return self._in_progress

    @property
    def waiting(self) -> int:
        """How much waits now."""
        return sum(map(len, self._waiting.values()))

    def has_room(self, priority: Priority) -> bool:
        """Tell whether work of this priority would be begun at once."""
        return self._in_progress + 1 <= allowance(priority, self._limit.current)

    def enter(self, priority: Priority) -> Slot | None:
        """Return a slot for this work if it can begin at once."""
        return self._begin() if self.has_room(priority) else None

    def line_up(self, waiting: Waiting) -> None:
        """Let the work wait, or shed it when too much waits already: what matters least goes."""
        if self.waiting < self._limit.found * _LINE_PART:
            self._waiting[waiting.priority].append(waiting)
            return
        least = next(
            (
                each
                for each in reversed(Priority)
                if each > waiting.priority and self._waiting[each]
            ),
            None,
        )
        if least is None:
            waiting.decide(None)
            return
        self._waiting[waiting.priority].append(waiting)
        self._waiting[least].pop().decide(None)

    def give_up(self, waiting: Waiting) -> None:
        """Shed the work if it still waits."""
        if waiting in self._waiting[waiting.priority]:
            self._waiting[waiting.priority].remove(waiting)
            waiting.decide(None)

    def leave(self, slot: Slot) -> None:
        """Give the slot back: the work is done."""
        self._in_progress -= 1
        if slot.kind is not None:
            now = self._clock()
            self._limit.record(slot.kind, now - slot.began, slot.beside, now)
        self._admit_waiting()

    def _begin(self) -> Slot:
        self._in_progress += 1
        return Slot(self._clock(), self._in_progress)

    def _admit_waiting(self) -> None:
        for priority, waiting in self._waiting.items():
            while waiting and self.has_room(priority):
                waiting.popleft().decide(self._begin())
