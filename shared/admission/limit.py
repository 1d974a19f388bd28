"""The limit on what is worked on at once; it finds itself, by the gradient of latency.

As in Netflix's concurrency-limits (Gradient2, Vegas), the limit shrinks while work takes longer
than without a queue, and grows while it does not. There are three differences, and docs/adr/0033
says why: latencies are compared for each kind of work, by their median; the latency without a
queue is learned only while little is worked on; and under load it is measured again now and then,
by admitting little for a moment.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import median

INITIAL_LIMIT = 20.0
SMALLEST_LIMIT = 4.0
LARGEST_LIMIT = 1_000.0

_WINDOW_SECONDS = 0.5
_ENOUGH_SAMPLES = 10
# How many times its usual time work may take before the limit shrinks.
_TOLERANCE = 1.7
# While work takes no longer, the limit grows by this many times its square root. A larger part
# leaves longer queues where the limit is small.
_GROWTH = 0.5
_SMOOTHING = 0.3
# While at most this part of the limit is used, latencies count as those without a queue; and from
# this part on they tell whether the limit is too high.
_QUIET_PART = 0.25
_BUSY_PART = 0.5
# After so many busy windows in a row, the latency without a queue is measured again.
_PROBE_EVERY = 20
_LONGEST_PROBE_SECONDS = 2.0
_SMALLEST_STEP = 0.02
# In seconds; a coarse clock may say that something took no time.
_SHORTEST = 1e-6


@dataclass(slots=True)
class _Usual:
    """The median latency of one kind of work without a queue, in seconds."""

    seconds: float
    samples: int = 1

    def learn(self, seconds: float) -> None:
        """Move a step towards the sample: larger steps first, then small ones."""
        self.samples += 1
        step = max(_SMALLEST_STEP, 1 / self.samples)
        self.seconds *= 1 + step if seconds > self.seconds else 1 - step


class AdaptiveLimit:
    """How much to work on at once, from how long each piece of work took.

    A kind's name must be one of few: each is remembered.
    """

    def __init__(self, now: float) -> None:
        """`now` is a time in seconds of the clock that `record` uses, too."""
        self._limit = INITIAL_LIMIT
        self._usual: dict[str, _Usual] = {}
        self._window_began = now
        self._quiet_samples = 0
        # Of each busy sample its kind, and how many times its usual time it took.
        self._busy_samples: list[tuple[str, float]] = []
        self._busy_windows = 0
        self._is_probing = False

    @property
    def current(self) -> float:
        """What may be worked on now."""
        return max(1.0, self._limit * _QUIET_PART) if self._is_probing else self._limit

    @property
    def found(self) -> float:
        """The limit that was found, also while less is admitted to measure."""
        return self._limit

    def record(self, kind: str, seconds: float, beside: int, now: float) -> None:
        """Learn that work of this kind took so long.

        `beside` is how much was worked on when it began, itself included.
        """
        usual = self._usual.get(kind)
        if usual is None:
            usual = self._usual[kind] = _Usual(max(seconds, _SHORTEST))
        if beside <= max(1.0, self._limit * _QUIET_PART):
            usual.learn(seconds)
            self._quiet_samples += 1
        elif beside >= self._limit * _BUSY_PART:
            self._busy_samples.append((kind, seconds / usual.seconds))
        elapsed = now - self._window_began
        if elapsed >= _WINDOW_SECONDS:
            self._look(elapsed, now)

    def _look(self, elapsed: float, now: float) -> None:
        """End the window if enough was seen in it."""
        was_quiet = self._quiet_samples >= _ENOUGH_SAMPLES
        if self._is_probing:
            if not was_quiet and elapsed < _LONGEST_PROBE_SECONDS:
                return
            self._busy_samples.clear()
        elif len(self._busy_samples) >= _ENOUGH_SAMPLES:
            self._adapt()
            self._busy_samples.clear()
            self._busy_windows += 1
        elif not was_quiet:
            return
        if was_quiet or self._is_probing:
            self._busy_windows = 0
        self._is_probing = self._busy_windows >= _PROBE_EVERY
        self._quiet_samples = 0
        self._window_began = now

    def _adapt(self) -> None:
        ratio = median(ratio for _, ratio in self._busy_samples)
        if ratio < 1:
            # Quicker under load than "without a queue": that was measured at a bad moment.
            for kind in {kind for kind, _ in self._busy_samples}:
                self._usual[kind].seconds *= max(ratio, 0.5)
        gradient = min(1.0, max(0.5, _TOLERANCE / ratio))
        target = self._limit * gradient + _GROWTH * sqrt(self._limit)
        smoothed = self._limit + (target - self._limit) * _SMOOTHING
        self._limit = min(LARGEST_LIMIT, max(SMALLEST_LIMIT, smoothed))
