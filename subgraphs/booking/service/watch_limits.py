"""How many live answers this process sends at the same time."""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from shared.errors import Busy
from subgraphs.booking.errors import TooManyWatched

MOST_WATCHERS = 5_000
"""What a process sends at once."""
MOST_OF_AN_ACCOUNT = 20
"""What one account may watch at once in a process, on all of its devices."""


class WatchLimits:
    """Counts the watchers of a process, together and by account.

    Anonymous watchers of seat maps count for the process alone: the router limits their addresses.
    """

    def __init__(self) -> None:
        self._watchers = 0
        self._of_account = Counter[str]()

    @contextmanager
    def counted(self, account_id: str | None) -> Generator[None]:
        """Count one watcher while the context is open. Raises Busy or TooManyWatched."""
        if self._watchers >= MOST_WATCHERS:
            raise Busy("live feed")
        if account_id is not None and self._of_account[account_id] >= MOST_OF_AN_ACCOUNT:
            raise TooManyWatched(MOST_OF_AN_ACCOUNT)
        self._watchers += 1
        if account_id is not None:
            self._of_account[account_id] += 1
        try:
            yield
        finally:
            self._watchers -= 1
            if account_id is not None:
                self._leave(account_id)

    def _leave(self, account_id: str) -> None:
        self._of_account[account_id] -= 1
        if not self._of_account[account_id]:
            del self._of_account[account_id]
