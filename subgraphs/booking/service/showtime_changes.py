"""What a showtime's cancellation or move means for those who have booked it."""

from datetime import datetime

import structlog

from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.errors import Overtaken
from subgraphs.booking.ports import BookingStore, InventoryStore
from subgraphs.booking.service.inventory_lookup import Inventories
from subgraphs.booking.service.saga import BookingSaga

log = structlog.get_logger(__name__)

_BATCH = 100


class Rescheduling:
    """Gives everything back to everybody who booked a showtime that is not as it was.

    Each use case may be repeated, after a crash half-way or a second delivery of its event: it
    goes on with the bookings that still stand. Told late, when the catalog has told something
    newer, it does nothing.
    """

    def __init__(
        self,
        inventories: Inventories,
        seats: InventoryStore,
        bookings: BookingStore,
        saga: BookingSaga,
    ) -> None:
        self._inventories = inventories
        self._seats = seats
        self._bookings = bookings
        self._saga = saga

    async def cancelled(self, showtime_id: str, as_of: datetime) -> None:
        """Sell nothing more of the showtime and refund all of it."""
        # An unknown showtime is fetched from catalog, which already knows that it is cancelled.
        before = (await self._inventories.by_ids([showtime_id])).get(showtime_id)
        if before is None or before.as_of > as_of:
            return
        # First of all: what is confirmed after this was begun before, and fails by its predicate.
        await self._seats.call_off(showtime_id, as_of)
        await self._refund_all(showtime_id)

    async def moved(self, now: Inventory) -> None:
        """Refund who chose the old time, then sell the new."""
        before = (await self._seats.by_ids([now.showtime_id])).get(now.showtime_id)
        if before is None:
            await self._seats.add(now)
            return
        if before.as_of > now.as_of:
            return
        place = (now.starts_at, now.auditorium_id)
        if (before.starts_at, before.auditorium_id) == place:
            return
        await self.cancelled(now.showtime_id, now.as_of)
        await self._seats.replace(now)

    async def _refund_all(self, showtime_id: str) -> None:
        while True:
            ticketed = await self._bookings.ticketed(showtime_id, _BATCH)
            # Who is confirmed once it is for sale again has chosen it as it is now.
            if not ticketed or await self._is_for_sale(showtime_id):
                return
            for booking in ticketed:
                try:
                    await self._saga.cancel(booking, booking.total, by_cinema=True)
                except Overtaken:
                    # Another call is at it: as it is then, it is met again.
                    log.info("cancelling_goes_on", booking_id=booking.id)

    async def _is_for_sale(self, showtime_id: str) -> bool:
        return (await self._seats.by_ids([showtime_id]))[showtime_id].scheduled
