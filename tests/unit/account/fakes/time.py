"""A clock and ids that tests control."""

from datetime import UTC, datetime, timedelta
from itertools import count

from ulid import ULID


class ManualClock:
    """A clock that moves only when a test advances it."""

    def __init__(self) -> None:
        self.current = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.current

    def advance(self, by: timedelta) -> None:
        self.current += by


class CountingIds:
    """Ids in the order in which they are made."""

    def __init__(self) -> None:
        self._count = count(1)

    def new(self, prefix: str) -> str:
        return f"{prefix}_{ULID.from_int(next(self._count))}"
