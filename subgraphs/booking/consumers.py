"""What booking does when it hears of an event."""

from collections.abc import Mapping

from shared.events import Envelope
from shared.kafka import Handler
from subgraphs.booking.events import SHOWTIME_SCHEDULED
from subgraphs.booking.ports import InventoryStore
from subgraphs.booking.showtimes import inventory_from_event


class ShowtimeConsumer:
    """Keeps an inventory for each showing. Safe to repeat: one that is there stays as it is."""

    def __init__(self, inventories: InventoryStore) -> None:
        self._inventories = inventories

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The topics that this consumer reads."""
        return {SHOWTIME_SCHEDULED: self.on_scheduled}

    async def on_scheduled(self, event: Envelope) -> None:
        await self._inventories.add(inventory_from_event(event.data))
