"""Feeds of live answers: a thing's state now, and then each newer state of it.

A change is a hint to read; the state that is sent is always read from the store. A watcher that
falls behind gets the newest state and skips those between. No version comes twice or out of order.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from typing import Generic, TypeVar

import structlog

from shared.errors import Refusal
from subgraphs.booking.ports import ChangeFeed

log = structlog.get_logger(__name__)

State = TypeVar("State")

LONGEST_WAIT = timedelta(seconds=30)
"""How long a feed waits for a hint before it reads without one: a hint may be lost."""
_PAUSE = timedelta(seconds=1)


class _Feed(Generic[State]):
    """The newest state of one thing, for everyone who watches it.

    Readings are numbered as they begin: a reading that began before a watcher joined may be older
    than what that watcher could have read itself.
    """

    def __init__(self, is_news: Callable[[State, State], bool]) -> None:
        """`is_news` compares a state with the one that was sent last."""
        self._is_news = is_news
        self._newest: State | None = None
        self._number = 0
        self._failure: Refusal | None = None
        self._changed = asyncio.Condition()
        self.begun = 0
        self.wanted = asyncio.Event()
        """Set when a reading is wanted."""
        self.watchers = 0
        self.task: asyncio.Task[None] | None = None

    async def publish(self, number: int, state: State) -> None:
        async with self._changed:
            self._newest, self._number = state, number
            self._changed.notify_all()

    async def fail(self, failure: Refusal) -> None:
        async with self._changed:
            self._failure = failure
            self._changed.notify_all()

    async def states(
        self, joined_at: int, check_allowed: Callable[[], Awaitable[None]]
    ) -> AsyncGenerator[State]:
        """Yield the state now, then each one that is news.

        Raises the refusal that ended the readings, and what `check_allowed` raises.
        """
        sent, seen = None, joined_at
        while True:
            async with self._changed:
                while self._failure is None and self._number <= seen:
                    await self._changed.wait()
                if self._failure is not None:
                    raise self._failure
                newest, seen = self._newest, self._number
            await check_allowed()
            if newest is not None and (sent is None or self._is_news(newest, sent)):
                sent = newest
                yield newest


class Feeds(Generic[State]):
    """One feed for each thing that is watched: all of its watchers share its readings."""

    def __init__(
        self,
        changes: ChangeFeed,
        read: Callable[[str], Awaitable[State]],
        *,
        is_news: Callable[[State, State], bool],
        patience: Callable[[State], timedelta],
    ) -> None:
        """`is_news` compares a state with the one that was sent last.

        `patience` is how long a state is valid without a hint.
        """
        self._changes = changes
        self._read = read
        self._is_news = is_news
        self._patience = patience
        self._feeds: dict[str, _Feed[State]] = {}

    @contextlib.asynccontextmanager
    async def open(
        self, id: str, check_allowed: Callable[[], Awaitable[None]]
    ) -> AsyncGenerator[AsyncGenerator[State]]:
        """Join the feed of the thing with that id, for as long as the context is open.

        `check_allowed` is called before each reading is passed on; what it raises ends the feed.
        """
        feed = self._feeds.setdefault(id, _Feed(self._is_news))
        feed.watchers += 1
        joined_at = feed.begun
        feed.wanted.set()
        if feed.task is None:
            feed.task = asyncio.create_task(self._follow(id, feed))
        try:
            async with contextlib.aclosing(feed.states(joined_at, check_allowed)) as states:
                yield states
        finally:
            feed.watchers -= 1
            if not feed.watchers:
                feed.task.cancel()
                if self._feeds.get(id) is feed:
                    del self._feeds[id]

    async def _follow(self, id: str, feed: _Feed[State]) -> None:
        # Listening begins before the first reading, so that no change falls between the two.
        with self._changes.listen(id, feed.wanted):
            while True:
                feed.wanted.clear()
                feed.begun += 1
                try:
                    state = await self._read(id)
                except Refusal as final:
                    # A later watcher gets a new feed.
                    self._feeds.pop(id, None)
                    await feed.fail(final)
                    return
                except Exception:
                    # Any fault at all: the watchers are better served by the next reading.
                    log.warning("reading_failed", id=id, exc_info=True)
                    await asyncio.sleep(_PAUSE.total_seconds())
                    feed.wanted.set()
                    continue
                await feed.publish(feed.begun, state)
                seconds = max(self._patience(state), timedelta(0)).total_seconds()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(feed.wanted.wait(), seconds)
