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

from shared.clock import Clock
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.inventories import Inventories
from subgraphs.booking.ports import BookingStore, Changes, InventoryStore

State = TypeVar("State")

_LONGEST_WAIT = timedelta(seconds=30)
"""After that long things are looked at without a hint, should one have been lost."""


class LiveMaps:
    """The seat maps of showings."""

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
        """The showing's seats now, then at each new version; NotFound when there is none such."""
        await self._inventories.get(showtime_id)
        sent: Inventory | None = None
        async with self._feeds.open(showtime_id) as feed:
            while True:
                sent = await feed.next(sent)
                yield sent

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
        return _LONGEST_WAIT if lapse is None else lapse - self._clock.now()


class LiveBookings:
    """Bookings on their way through the saga."""

    def __init__(self, bookings: BookingStore, changes: Changes) -> None:
        self._bookings = bookings
        self._feeds = _Feeds[Booking](
            changes,
            self._read,
            is_news=lambda now, sent: now.version > sent.version and now.status is not sent.status,
            patience=lambda _: _LONGEST_WAIT,
        )

    async def watch(self, booking: Booking) -> AsyncGenerator[Booking]:
        """The booking now, then whenever its status is another."""
        sent: Booking | None = None
        async with self._feeds.open(booking.id) as feed:
            while True:
                sent = await feed.next(sent)
                yield sent

    async def _read(self, id: str) -> Booking:
        return (await self._bookings.by_ids([id]))[id]


class _Feed(Generic[State]):
    """The newest state of one thing, for all who watch it."""

    def __init__(self, is_news: Callable[[State, State], bool]) -> None:
        """`is_news` compares a state with the one that was sent last."""
        self._is_news = is_news
        self.watchers = 0
        self.task: asyncio.Task[None] | None = None
        self._newest: State | None = None
        self._told = asyncio.Condition()

    async def tell(self, state: State) -> None:
        async with self._told:
            self._newest = state
            self._told.notify_all()

    async def next(self, sent: State | None) -> State:
        """The newest state, as soon as it is news to who was `sent` that one."""
        async with self._told:
            while self._newest is None or not (sent is None or self._is_news(self._newest, sent)):
                await self._told.wait()
            return self._newest


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
    async def open(self, id: str) -> AsyncGenerator[_Feed[State]]:
        feed = self._feeds.setdefault(id, _Feed(self._is_news))
        feed.watchers += 1
        if feed.task is None:
            feed.task = asyncio.create_task(self._follow(id, feed))
        try:
            yield feed
        finally:
            feed.watchers -= 1
            if not feed.watchers:
                del self._feeds[id]
                feed.task.cancel()

    async def _follow(self, id: str, feed: _Feed[State]) -> None:
        # Listening begins before the first reading: nothing can happen between the two.
        with self._changes.listen(id) as changed:
            while True:
                changed.clear()
                state = await self._read(id)
                await feed.tell(state)
                seconds = max(self._patience(state), timedelta(0)).total_seconds()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), seconds)
