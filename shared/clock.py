"""Time as a dependency, so that tests move it by hand and never sleep."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present, in UTC and to the millisecond: MongoDB keeps no finer."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        present = datetime.now(UTC)
        return present.replace(microsecond=present.microsecond // 1000 * 1000)
