"""Time and ids in a test's hand."""

from datetime import UTC, datetime, timedelta
from itertools import count

from ulid import ULID


class HandClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.present = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.present

    def advance(self, by: timedelta) -> None:
        self.present += by


class CountingIds:
    """Ids in the order of their making."""

    def __init__(self) -> None:
        self._count = count(1)

    def new(self, prefix: str) -> str:
        return f"{prefix}_{ULID.from_int(next(self._count))}"
