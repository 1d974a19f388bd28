"""Time as a dependency, so that tests set it and never sleep."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Gives the current time."""

    def now(self) -> datetime:
        """Return the current time in UTC, to the millisecond, which is what MongoDB stores."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        present = datetime.now(UTC)
        return present.replace(microsecond=present.microsecond // 1000 * 1000)
