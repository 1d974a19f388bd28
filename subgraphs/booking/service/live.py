"""Live answers: what is so now, and then each newer state of it.

A change is a hint to look; what is sent is read afresh from the store. Whoever falls behind gets
the newest state and none of those between, no version comes twice, and none is older than one that
came before.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from typing import Generic, TypeVar

import structlog

from shared.clock import Clock
from shared.errors import Refusal
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.ports import BookingStore, Changes, InventoryStore
from subgraphs.booking.service.inventory_lookup import Inventories

log = structlog.get_logger(__name__)

State = TypeVar("State")

_PAUSE = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(seconds=30)
"""After that long things are looked at without a hint, should one have been lost."""


class LiveMaps:
    """The seat maps of showtimes."""

    def __init__(
        self, inventories: Inventories, store: InventoryStore, changes: Changes, clock: Clock
    ) -> None:
        self._inventories = inventories
        self._store = store
        self._clock = clock
        self._feeds = _Feeds[Inventory](
            changes,
            self._read,
            is_news=lambda now, sent: now.version > sent.version,
            patience=self._until_next_lapse,
        )

    async def watch(self, showtime_id: str) -> AsyncGenerator[Inventory]:
        """The showtime's seats now, then at each new version; NotFound when there is none such."""
        await self._inventories.get(showtime_id)
        async with self._feeds.open(showtime_id, _everybody_may) as states:
            async for state in states:
                yield state

    async def _read(self, showtime_id: str) -> Inventory:
        inventory = await self._inventories.get(showtime_id)
        lapse, now = inventory.next_lapse(), self._clock.now()
        if lapse is not None and lapse <= now:
            # The seats count as free by themselves; noted, that is a version to be told of.
            await self._store.note_lapses(inventory, now)
            inventory = await self._inventories.get(showtime_id)
        return inventory

    def _until_next_lapse(self, inventory: Inventory) -> timedelta:
        lapse = inventory.next_lapse()
        return _LONGEST_WAIT if lapse is None else min(_LONGEST_WAIT, lapse - self._clock.now())


async def _everybody_may() -> None:
    """A map is nobody's own."""


class LiveBookings:
    """Bookings on their way through the saga."""

    def __init__(self, bookings: BookingStore, changes: Changes) -> None:
        self._bookings = bookings
        self._feeds = _Feeds[Booking](
            changes,
            self._read,
            # A lease that the recovery worker takes raises the version too, and is nobody's news.
            is_news=lambda now, sent: (
                now.version > sent.version
                and (now.status, now.refund) != (sent.status, sent.refund)
            ),
            patience=lambda _: _LONGEST_WAIT,
        )

    async def watch(
        self, booking: Booking, allowed: Callable[[], Awaitable[None]]
    ) -> AsyncGenerator[Booking]:
        """The booking now, then whenever its status is another, or a refund is promised.

        `allowed` is asked at every look, of which there is one in 30 seconds at least, whether or
        not anything is new: what it raises is the end.
        """
        async with self._feeds.open(booking.id, allowed) as states:
            async for state in states:
                yield state

    async def _read(self, id: str) -> Booking:
        return (await self._bookings.by_ids([id]))[id]


class _Feed(Generic[State]):
    """The newest state of one thing, for all who watch it.

    Readings are numbered as they begin: one that began before somebody joined may be older than
    what that watcher could have read itself.
    """

    def __init__(self, is_news: Callable[[State, State], bool]) -> None:
        """`is_news` compares a state with the one that was sent last."""
        self._is_news = is_news
        self._newest: State | None = None
        self._number = 0
        self._failure: Refusal | None = None
        self._told = asyncio.Condition()
        self.begun = 0
        self.wanted = asyncio.Event()
        """Set when somebody wants a reading."""
        self.watchers = 0
        self.task: asyncio.Task[None] | None = None

    async def tell(self, number: int, state: State) -> None:
        async with self._told:
            self._newest, self._number = state, number
            self._told.notify_all()

    async def fail(self, failure: Refusal) -> None:
        async with self._told:
            self._failure = failure
            self._told.notify_all()

    async def states(
        self, joined_at: int, allowed: Callable[[], Awaitable[None]]
    ) -> AsyncGenerator[State]:
        """The state now, then each that is news.

        Raises the refusal by which readings ended, and what `allowed` raises.
        """
        sent, seen = None, joined_at
        while True:
            async with self._told:
                while self._failure is None and self._number <= seen:
                    await self._told.wait()
                if self._failure is not None:
                    raise self._failure
                newest, seen = self._newest, self._number
            await allowed()
            if newest is not None and (sent is None or self._is_news(newest, sent)):
                sent = newest
                yield newest


class _Feeds(Generic[State]):
    """One feed for each thing that somebody watches: all of them share its reading."""

    def __init__(
        self,
        changes: Changes,
        read: Callable[[str], Awaitable[State]],
        *,
        is_news: Callable[[State, State], bool],
        patience: Callable[[State], timedelta],
    ) -> None:
        """`patience` is how long a state is good for without a hint."""
        self._changes = changes
        self._read = read
        self._is_news = is_news
        self._patience = patience
        self._feeds: dict[str, _Feed[State]] = {}

    @contextlib.asynccontextmanager
    async def open(
        self, id: str, allowed: Callable[[], Awaitable[None]]
    ) -> AsyncGenerator[AsyncGenerator[State]]:
        feed = self._feeds.setdefault(id, _Feed(self._is_news))
        feed.watchers += 1
        joined_at = feed.begun
        feed.wanted.set()
        if feed.task is None:
            feed.task = asyncio.create_task(self._follow(id, feed))
        try:
            async with contextlib.aclosing(feed.states(joined_at, allowed)) as states:
                yield states
        finally:
            feed.watchers -= 1
            if not feed.watchers:
                feed.task.cancel()
                if self._feeds.get(id) is feed:
                    del self._feeds[id]

    async def _follow(self, id: str, feed: _Feed[State]) -> None:
        # Listening begins before the first reading: nothing can happen between the two.
        with self._changes.listen(id, feed.wanted):
            while True:
                feed.wanted.clear()
                feed.begun += 1
                try:
                    state = await self._read(id)
                except Refusal as final:
                    # Whoever comes later starts anew.
                    self._feeds.pop(id, None)
                    await feed.fail(final)
                    return
                except Exception:
                    # Whatever it is, the watchers are better served by the next reading.
                    log.warning("reading_failed", id=id, exc_info=True)
                    await asyncio.sleep(_PAUSE.total_seconds())
                    feed.wanted.set()
                    continue
                await feed.tell(feed.begun, state)
                seconds = max(self._patience(state), timedelta(0)).total_seconds()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(feed.wanted.wait(), seconds)
