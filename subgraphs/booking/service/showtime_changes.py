"""What a showtime's cancellation or move means for its bookings."""

from datetime import datetime

import structlog

from shared.errors import VersionConflict
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.ports import BookingStore, InventoryStore
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.saga import BookingSaga

log = structlog.get_logger(__name__)

_BATCH = 100


class ShowtimeChanges:
    """Refunds all bookings of a showtime that is cancelled or moved.

    Each use case may be repeated, after a crash half-way or a second delivery of its event: it
    continues with the bookings that are left. An event that is older than what is stored changes
    nothing.
    """

    def __init__(
        self,
        inventories: InventoryLookup,
        seats: InventoryStore,
        bookings: BookingStore,
        saga: BookingSaga,
    ) -> None:
        self._inventories = inventories
        self._seats = seats
        self._bookings = bookings
        self._saga = saga

    async def cancel(self, showtime_id: str, as_of: datetime) -> None:
        """Sell nothing more of the showtime and refund all of it."""
        # An unknown showtime is fetched from catalog, which already knows that it is cancelled.
        before = (await self._inventories.by_ids([showtime_id])).get(showtime_id)
        if before is None or before.as_of > as_of:
            return
        # First of all: a payment that is under way is then not confirmed, by its own predicate.
        await self._seats.stop_sales(showtime_id, as_of)
        await self._refund_all(showtime_id)

    async def move(self, now: Inventory) -> None:
        """Refund everyone who chose the old time or auditorium, then sell the new one."""
        before = (await self._seats.by_ids([now.showtime_id])).get(now.showtime_id)
        if before is None:
            await self._seats.add(now)
            return
        if before.as_of > now.as_of:
            return
        place = (now.starts_at, now.auditorium_id)
        if (before.starts_at, before.auditorium_id) == place:
            return
        await self.cancel(now.showtime_id, now.as_of)
        await self._seats.replace(now)

    async def _refund_all(self, showtime_id: str) -> None:
        while True:
            ticketed = await self._bookings.ticketed(showtime_id, _BATCH)
            # Once it is for sale again, new customers have chosen it as it is now.
            if not ticketed or await self._is_for_sale(showtime_id):
                return
            for booking in ticketed:
                try:
                    await self._saga.cancel_with_showtime(booking)
                except VersionConflict:
                    # Another call changes it: the next batch has it in its new state.
                    log.info("cancelling_goes_on", booking_id=booking.id)

    async def _is_for_sale(self, showtime_id: str) -> bool:
        return (await self._seats.by_ids([showtime_id]))[showtime_id].scheduled
