"""What booking does when an event arrives."""

from datetime import datetime

from shared.messaging.subscriptions import AnySubscription, Received, on, once
from shared.money import Money
from subgraphs.booking.domain.seats import Inventory, Seat, SeatClass, TicketCategory
from subgraphs.booking.events import (
    AccountDeleted,
    DescribedShowtime,
    ShowtimeCancelled,
    ShowtimeMoved,
    ShowtimeScheduled,
)
from subgraphs.booking.ports import InventoryStore
from subgraphs.booking.service.account_deletion import AccountDeletion
from subgraphs.booking.service.showtime_changes import ShowtimeChanges


class AccountConsumer:
    """Forgets deleted accounts."""

    def __init__(self, deletion: AccountDeletion) -> None:
        self._deletion = deletion
        self.subscriptions: list[AnySubscription] = [once(AccountDeleted, self._forget)]

    async def _forget(self, received: Received[AccountDeleted]) -> None:
        await self._deletion.forget(received.event.account_id)


class ShowtimeConsumer:
    """Keeps an inventory for each showtime. Events may come twice, and in any order."""

    def __init__(self, inventories: InventoryStore, changes: ShowtimeChanges) -> None:
        self._inventories = inventories
        self._changes = changes
        self.subscriptions: list[AnySubscription] = [
            # One write, idempotent by the showtime's id.
            on(ShowtimeScheduled, self._add),
            once(ShowtimeMoved, self._move),
            once(ShowtimeCancelled, self._cancel),
        ]

    async def _add(self, received: Received[ShowtimeScheduled]) -> None:
        await self._inventories.add(new_inventory(received.event, received.occurred_at))

    async def _move(self, received: Received[ShowtimeMoved]) -> None:
        await self._changes.move(new_inventory(received.event, received.occurred_at))

    async def _cancel(self, received: Received[ShowtimeCancelled]) -> None:
        await self._changes.cancel(received.event.showtime_id, received.occurred_at)


def new_inventory(showtime: DescribedShowtime, as_of: datetime) -> Inventory:
    """Return the inventory of a showtime as an event describes it, with all seats free.

    Raises ValueError for a seat class or ticket category that booking does not know.
    """
    seats = [
        Seat.free(seat.id, seat.row, seat.number, seat.column, seat.seat_class)
        for seat in showtime.seats
    ]
    return Inventory(
        showtime_id=showtime.showtime_id,
        version=1,
        as_of=as_of,
        scheduled=True,
        movie_title=showtime.movie_title,
        cinema_name=showtime.cinema_name,
        auditorium_id=showtime.auditorium_id,
        auditorium_name=showtime.auditorium_name,
        timezone=showtime.timezone,
        starts_at=showtime.starts_at,
        ends_at=showtime.ends_at,
        seats={seat.id: seat for seat in seats},
        prices={
            (TicketCategory(price.category), SeatClass(price.seat_class)): Money(
                price.amount_minor, price.currency
            )
            for price in showtime.prices
        },
    )
