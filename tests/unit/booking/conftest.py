"""Booking's use cases on ports in memory."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest

from subgraphs.booking.domain.holds import Hold, HoldLimits
from subgraphs.booking.domain.refunds import RefundTerm
from subgraphs.booking.domain.seats import Inventory, SeatChoice, TicketCategory
from subgraphs.booking.domain.timing import Timing
from subgraphs.booking.service.account_deletion import AccountDeletion
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.check_in import CheckIn
from subgraphs.booking.service.holds import HoldService
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.saga import BookingSaga
from subgraphs.booking.service.sales import Sales
from subgraphs.booking.service.showtime_changes import ShowtimeChanges
from subgraphs.booking.workers.recovery import RecoveryWorker
from tests.unit.booking import fakes

ATTEMPTS = 3
TIMING = Timing(call=timedelta(seconds=12))
DOOR_OPENS = timedelta(minutes=60)
TERMS = [RefundTerm(timedelta(hours=24), 100), RefundTerm(timedelta(hours=2), 50)]


@dataclass(frozen=True, slots=True)
class Workbench:
    """The use cases, and the ports in memory that they use."""

    clock: fakes.MovedClock
    catalog: fakes.Catalog
    seats: fakes.Seats
    holds: fakes.Holds
    bookings: fakes.Bookings
    tickets: fakes.Tickets
    payments: fakes.FakePayments
    sold: fakes.SoldSeats
    holding: HoldService
    booking: BookingService
    door: CheckIn
    recovery: RecoveryWorker
    changes: ShowtimeChanges
    deletion: AccountDeletion
    sales: Sales

    async def recover(self) -> int:
        """Run one round of the recovery worker; return how many bookings were overdue."""
        overdue = await self.recovery.overdue()
        for booking in overdue:
            await self.recovery.recover(booking)
        return len(overdue)

    async def hold(self, *seat_ids: str, account: str = fakes.ALICE, key: str = "hold") -> Hold:
        """Hold these seats for adults."""
        choices = [SeatChoice(id, TicketCategory.ADULT) for id in seat_ids]
        return await self.holding.hold_seats(account, fakes.SHOWTIME, choices, key)


@pytest.fixture
def bench() -> Workbench:
    return new_bench(fakes.inventory(), fakes.FakePayments(), ATTEMPTS)


def new_bench(showtime: Inventory, payments: fakes.FakePayments, attempts: int) -> Workbench:
    """Return a bench with one showtime; recovery tries a step `attempts` times."""
    clock, ids = fakes.MovedClock(), fakes.CountedIds()
    seats = fakes.Seats(showtime)
    holds = fakes.Holds(seats)
    bookings = fakes.Bookings(seats, holds)
    idempotency = fakes.Once()
    catalog = fakes.Catalog()
    inventories = InventoryLookup(seats, catalog)
    limits = HoldLimits(lasts=timedelta(minutes=10), seats=4, holds=2)
    holding = HoldService(inventories, seats, holds, idempotency, limits, clock, Random(1))
    saga = BookingSaga(bookings, inventories, payments, fakes.Signer(), TIMING, clock, ids)
    service = BookingService(
        holding, bookings, saga, TIMING, inventories, catalog, TERMS, idempotency, clock
    )
    tickets = fakes.Tickets(bookings)
    door = CheckIn(
        fakes.Verifier(), tickets, bookings, inventories, idempotency, clock, opens=DOOR_OPENS
    )
    deletion = AccountDeletion(seats, holds, bookings)
    changes = ShowtimeChanges(inventories, seats, bookings, saga)
    sold = fakes.SoldSeats(bookings)
    sales = Sales(inventories, sold, clock)
    recovery = RecoveryWorker(bookings, saga, TIMING, clock, attempts=attempts)
    return Workbench(
        clock,
        catalog,
        seats,
        holds,
        bookings,
        tickets,
        payments,
        sold,
        holding,
        service,
        door,
        recovery,
        changes,
        deletion,
        sales,
    )
