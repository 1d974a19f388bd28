"""Tells operators when shedding begins and when it has ended; never about a single request."""

from collections import Counter
from collections.abc import Callable

import structlog

from shared.admission.priority import Priority

log = structlog.get_logger(__name__)

QUIET_SECONDS = 5.0
"""Shedding has ended when nothing was shed for so long."""


class SheddingLog:
    """Counts what is shed, and writes one line when it begins and one when it has ended."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives a time in seconds that only goes forward."""
        self._clock = clock
        self._shed = Counter[Priority]()
        self._began = self._last = 0.0

    def count(self, priority: Priority, limit: float) -> bool:
        """Count one piece of work; tell whether shedding begins with it."""
        self._last = self._clock()
        begins = not self._shed
        self._shed[priority] += 1
        if begins:
            self._began = self._last
            log.warning("shedding_began", limit=round(limit))
        return begins

    def has_ended(self, limit: float) -> bool:
        """Tell whether shedding has ended, and say so in the log once it has."""
        if self._clock() - self._last < QUIET_SECONDS:
            return False
        log.warning(
            "shedding_ended",
            limit=round(limit),
            seconds=round(self._last - self._began, 1),
            shed={each.name: self._shed[each] for each in Priority if self._shed[each]},
        )
        self._shed.clear()
        return True
