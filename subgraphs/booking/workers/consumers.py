"""What booking does when it hears of an event."""

from collections.abc import Mapping

from shared.messaging.envelope import Envelope
from shared.messaging.inbox import Inbox
from shared.messaging.kafka import Handler
from subgraphs.booking.adapters.catalog import inventory_from_event
from subgraphs.booking.events import (
    ACCOUNT_DELETED,
    SHOWTIME_CANCELLED,
    SHOWTIME_MOVED,
    SHOWTIME_SCHEDULED,
)
from subgraphs.booking.ports import InventoryStore
from subgraphs.booking.service.account_deletion import Forgetting
from subgraphs.booking.service.showtime_changes import Rescheduling


class AccountConsumer:
    """Forgets accounts that are gone."""

    def __init__(self, forgetting: Forgetting, inbox: Inbox) -> None:
        self._forgetting = forgetting
        self._inbox = inbox

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The topics that this consumer reads."""
        return {ACCOUNT_DELETED: self.on_deleted}

    async def on_deleted(self, event: Envelope) -> None:
        account_id = event.data["accountId"]
        await self._inbox.once(event.id, lambda: self._forgetting.forget(account_id))


class ShowtimeConsumer:
    """Keeps an inventory for each showtime. Each event may come again, and in any order."""

    def __init__(
        self, inventories: InventoryStore, rescheduling: Rescheduling, inbox: Inbox
    ) -> None:
        self._inventories = inventories
        self._rescheduling = rescheduling
        self._inbox = inbox

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The topics that this consumer reads."""
        return {
            SHOWTIME_SCHEDULED: self.on_scheduled,
            SHOWTIME_MOVED: self.on_moved,
            SHOWTIME_CANCELLED: self.on_cancelled,
        }

    async def on_scheduled(self, event: Envelope) -> None:
        # One write, once by the showtime's own id: the inventory says itself that it was taken.
        await self._inventories.add(inventory_from_event(event))

    async def on_moved(self, event: Envelope) -> None:
        inventory = inventory_from_event(event)
        await self._inbox.once(event.id, lambda: self._rescheduling.moved(inventory))

    async def on_cancelled(self, event: Envelope) -> None:
        showtime_id, as_of = event.data["showtimeId"], event.occurred_at
        await self._inbox.once(event.id, lambda: self._rescheduling.cancelled(showtime_id, as_of))
