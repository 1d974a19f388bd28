"""How the catalog is changed: a decision is written only while what it read still holds."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from shared.errors import Busy, VersionConflict
from subgraphs.catalog.ports import CatalogChange, CatalogStore, ReportProgress

Result = TypeVar("Result")
Decide = Callable[[], Awaitable[tuple[CatalogChange | None, Result]]]
_ATTEMPTS = 50
# Less than the router waits for an answer.
_PATIENCE = timedelta(seconds=12)


class Decisions:
    """Changes the catalog by one decision after the other.

    The version is read before anything else, and must be the same in the transaction that writes.
    So a rule that was checked on what was read holds for what is written, without a lock between
    processes. Planning is a few writes a minute, and readers never wait for it.
    """

    def __init__(self, store: CatalogStore, patience: timedelta = _PATIENCE) -> None:
        self._store = store
        self._patience = patience.total_seconds()
        self._one_at_a_time = asyncio.Lock()

    async def decide(self, decide: Decide[Result]) -> Result:
        """Write the change that `decide` returns, if any, and return its result.

        `decide` only reads, and is called again after a version conflict. Raises Busy before the
        caller stops waiting: a change that was reported as failed must not be written later.
        """
        try:
            async with asyncio.timeout(self._patience):
                return await self.decide_large(decide)
        except TimeoutError:
            raise Busy("schedule") from None

    async def decide_large(
        self,
        decide: Decide[Result],
        report_progress: ReportProgress = lambda _step, _showtimes: None,
    ) -> Result:
        """Do the same without a time limit, for callers that wait until it is done."""
        for _ in range(_ATTEMPTS):
            # Decisions of one process wait for each other here, and never conflict.
            async with self._one_at_a_time:
                version = await self._store.version()
                change, result = await decide()
                if change is None:
                    return result
                try:
                    await self._store.commit(change, version, report_progress)
                except VersionConflict:
                    continue
                return result
        raise Busy("schedule")
