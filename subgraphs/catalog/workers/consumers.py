"""What catalog does when it hears of an event."""

from collections.abc import Mapping

from shared.messaging.envelope import Envelope
from shared.messaging.kafka import Handler
from subgraphs.catalog.events import BOOKING_CANCELLED, BOOKING_CONFIRMED
from subgraphs.catalog.ports import CatalogStore


class BookingConsumer:
    """Remembers for which showtimes tickets are sold.

    Safe to repeat, and in any order: one write each, by the booking's own id, which needs no inbox.
    """

    def __init__(self, store: CatalogStore) -> None:
        self._store = store

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The topics that this consumer reads."""
        return {BOOKING_CONFIRMED: self.on_confirmed, BOOKING_CANCELLED: self.on_cancelled}

    async def on_confirmed(self, event: Envelope) -> None:
        await self._note(event, stands=True)

    async def on_cancelled(self, event: Envelope) -> None:
        await self._note(event, stands=False)

    async def _note(self, event: Envelope, *, stands: bool) -> None:
        booking_id, showtime_id = event.data["bookingId"], event.data["showtimeId"]
        await self._store.note_booking(booking_id, showtime_id, stands=stands)
