"""Catalog's event consumer."""

from shared.messaging.subscriptions import AnySubscription, Received, on
from subgraphs.catalog.events import BookingCancelled, BookingConfirmed
from subgraphs.catalog.ports import CatalogStore


class BookingConsumer:
    """Records for which showtimes tickets are sold.

    Each event is one idempotent write by the booking's id, so the events may come twice and in any
    order.
    """

    def __init__(self, store: CatalogStore) -> None:
        self._store = store
        self.subscriptions: list[AnySubscription] = [
            on(BookingConfirmed, self._record_confirmed),
            on(BookingCancelled, self._record_cancelled),
        ]

    async def _record_confirmed(self, received: Received[BookingConfirmed]) -> None:
        event = received.event
        await self._store.note_booking(event.booking_id, event.showtime_id, stands=True)

    async def _record_cancelled(self, received: Received[BookingCancelled]) -> None:
        event = received.event
        await self._store.note_booking(event.booking_id, event.showtime_id, stands=False)
