"""How a change of the catalog is decided: on what was read, and only while that still holds."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from shared.errors import Unavailable
from subgraphs.catalog.errors import Overtaken
from subgraphs.catalog.ports import CatalogStore, Changes, Progress

Result = TypeVar("Result")
Decide = Callable[[], Awaitable[tuple[Changes | None, Result]]]
_ATTEMPTS = 50
# Less than the router waits for an answer.
_PATIENCE = timedelta(seconds=12)


class Decisions:
    """Takes decisions about the catalog one after the other.

    The catalog's version is read before anything else and must still be the same in the
    transaction that writes: so a rule that was checked on what was read holds for what is
    written, without a lock between processes. Planning is a few writes a minute; readers never
    wait for it.
    """

    def __init__(self, store: CatalogStore, patience: timedelta = _PATIENCE) -> None:
        self._store = store
        self._patience = patience.total_seconds()
        self._turn = asyncio.Lock()

    async def take(self, decide: Decide[Result]) -> Result:
        """Write what `decide` returns, and return its result; None as changes writes nothing.

        `decide` only reads. It is called again when another process was faster. Raises
        Unavailable while who asked still waits for an answer: nothing is to be written later,
        when they have been told that it failed and try again.
        """
        try:
            async with asyncio.timeout(self._patience):
                return await self.take_large(decide)
        except TimeoutError:
            raise Unavailable("schedule") from None

    async def take_large(
        self, decide: Decide[Result], progress: Progress = lambda _step, _showtimes: None
    ) -> Result:
        """The same, for who waits however long it takes; `progress` is the store's."""
        for _ in range(_ATTEMPTS):
            # Within a process nobody need lose: the turns are taken in order.
            async with self._turn:
                version = await self._store.version()
                changes, result = await decide()
                if changes is None:
                    return result
                try:
                    await self._store.commit(changes, version, progress)
                except Overtaken:
                    continue
                return result
        raise Unavailable("schedule")
