"""Live answers: seat maps, and bookings on their way through the saga."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta

from shared.clock import Clock
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.ports import BookingStore, ChangeFeed, InventoryStore
from subgraphs.booking.service.feeds import LONGEST_WAIT, Feeds
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.watch_limits import WatchLimits


class LiveSeatMaps:
    """The inventories of showtimes, as they change."""

    def __init__(
        self,
        inventories: InventoryLookup,
        store: InventoryStore,
        changes: ChangeFeed,
        clock: Clock,
        limits: WatchLimits,
    ) -> None:
        self._inventories = inventories
        self._limits = limits
        self._store = store
        self._clock = clock
        self._feeds = Feeds[Inventory](
            changes,
            self._read,
            is_news=lambda now, sent: now.version > sent.version,
            patience=self._until_next_lapse,
        )

    async def watch(self, showtime_id: str, account_id: str | None) -> AsyncGenerator[Inventory]:
        """Yield the showtime's seats now, then each new version.

        `account_id` is None for an anonymous watcher. Raises NotFound, Busy or TooManyWatched.
        """
        with self._limits.counted(account_id):
            await self._inventories.get(showtime_id)
            async with self._feeds.open(showtime_id, _allow) as states:
                async for state in states:
                    yield state

    async def _read(self, showtime_id: str) -> Inventory:
        inventory = await self._inventories.get(showtime_id)
        lapse, now = inventory.next_lapse(), self._clock.now()
        if lapse is not None and lapse <= now:
            # The seats count as free without a write; watchers need a version that says so.
            await self._store.note_lapses(inventory, now)
            inventory = await self._inventories.get(showtime_id)
        return inventory

    def _until_next_lapse(self, inventory: Inventory) -> timedelta:
        lapse = inventory.next_lapse()
        return LONGEST_WAIT if lapse is None else min(LONGEST_WAIT, lapse - self._clock.now())


async def _allow() -> None:
    """Seat maps are public."""


class LiveBookings:
    """Bookings, as their status changes."""

    def __init__(self, bookings: BookingStore, changes: ChangeFeed, limits: WatchLimits) -> None:
        self._bookings = bookings
        self._limits = limits
        self._feeds = Feeds[Booking](
            changes,
            self._read,
            # The recovery worker's lease raises the version too, and is not news.
            is_news=lambda now, sent: (
                now.version > sent.version
                and (now.status, now.refund) != (sent.status, sent.refund)
            ),
            patience=lambda _: LONGEST_WAIT,
        )

    async def watch(
        self, booking: Booking, check_allowed: Callable[[], Awaitable[None]]
    ) -> AsyncGenerator[Booking]:
        """Yield the booking now, then whenever its status changes or a refund is promised.

        `check_allowed` is called at every reading, at least once in 30 seconds, whether or not
        there is news. What it raises ends the watching.
        """
        async with self._feeds.open(booking.id, check_allowed) as states:
            async for state in states:
                yield state

    async def _read(self, id: str) -> Booking:
        return (await self._bookings.by_ids([id]))[id]
