"""How long the event loop keeps its work waiting."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

MOST_SECONDS = 0.05
"""The longest that one step of work should keep the others waiting."""
_EVERY_SECONDS = 0.25
_REMEMBERED = 240
"""How many measurements count as recent: those of a minute."""


class LoopLag:
    """Measures by how much the event loop is late, four times a second.

    A minute that has a measurement above MOST_SECONDS is logged.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._recent = deque[float](maxlen=_REMEMBERED)
        self._measured = 0
        self._most = 0.0

    async def measure(self) -> None:
        """Measure until cancelled."""
        while True:
            due = self._now() + _EVERY_SECONDS
            await asyncio.sleep(_EVERY_SECONDS)
            self.add(max(0.0, self._now() - due))

    def add(self, seconds: float) -> None:
        """Add a measurement."""
        self._recent.append(seconds)
        self._most = max(self._most, seconds)
        self._measured += 1
        if self._measured % _REMEMBERED == 0 and max(self._recent) > MOST_SECONDS:
            log.warning("event_loop_lag", **self.milliseconds())

    def milliseconds(self) -> dict[str, float]:
        """Return the most since the start, and the most and 99th percentile of the last minute."""
        ranked = sorted(self._recent) or [0.0]
        figures = {
            "most": self._most,
            "recent_most": ranked[-1],
            "recent_p99": ranked[(len(ranked) - 1) * 99 // 100],
        }
        return {name: round(seconds * 1_000, 1) for name, seconds in figures.items()}
