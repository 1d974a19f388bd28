"""Long work in turns, so that the event loop serves others in between."""

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator
from typing import TypeVar

Item = TypeVar("Item")

TURN_SECONDS = 0.01


class Turn:
    """Ends after TURN_SECONDS: then other work goes on, and the next turn begins."""

    def __init__(self) -> None:
        self._end = time.perf_counter() + TURN_SECONDS

    async def pause(self) -> None:
        """Give other work its turn, if this one is over."""
        if time.perf_counter() >= self._end:
            await asyncio.sleep(0)
            self._end = time.perf_counter() + TURN_SECONDS


async def in_turns(items: AsyncIterable[Item]) -> AsyncIterator[Item]:
    """Yield the items, with a pause whenever a turn is over.

    A cursor of the database waits only for its next batch, and a batch has a hundred documents.
    """
    turn = Turn()
    async for each in items:
        yield each
        await turn.pause()
