"""Booking's services on ports in memory."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import cast

import pytest

from subgraphs.booking.adapters.idempotency import Idempotency
from subgraphs.booking.domain.bookings import Hold
from subgraphs.booking.domain.refunds import RefundTerm
from subgraphs.booking.domain.seats import Inventory, SeatChoice, TicketCategory
from subgraphs.booking.service.account_deletion import Forgetting
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.check_in import Door
from subgraphs.booking.service.holds import HoldingService, HoldLimits
from subgraphs.booking.service.inventory_lookup import Inventories
from subgraphs.booking.service.saga import BookingSaga, Timing
from subgraphs.booking.service.showtime_changes import Rescheduling
from subgraphs.booking.workers.recovery import RecoveryWorker
from tests.unit.booking import fakes

ATTEMPTS = 3
TIMING = Timing(call=timedelta(seconds=12))
DOOR_OPENS = timedelta(minutes=60)
TERMS = [RefundTerm(timedelta(hours=24), 100), RefundTerm(timedelta(hours=2), 50)]


@dataclass(frozen=True, slots=True)
class House:
    """The services, and what stands behind them."""

    clock: fakes.MovedClock
    catalog: fakes.Catalog
    seats: fakes.Seats
    holds: fakes.Holds
    bookings: fakes.Bookings
    tickets: fakes.Tickets
    payments: fakes.FakePayments
    holding: HoldingService
    booking: BookingService
    door: Door
    recovery: RecoveryWorker
    rescheduling: Rescheduling
    forgetting: Forgetting

    async def recover(self) -> int:
        """One round of the recovery worker; how many bookings it took over."""
        overdue = await self.recovery.overdue()
        for booking in overdue:
            await self.recovery.recover(booking)
        return len(overdue)

    async def hold(self, *seat_ids: str, account: str = fakes.ALICE, key: str = "hold") -> Hold:
        """Adults on these seats."""
        choices = [SeatChoice(id, TicketCategory.ADULT) for id in seat_ids]
        return await self.holding.hold_seats(account, fakes.SHOWTIME, choices, key)


@pytest.fixture
def house() -> House:
    return new_house(fakes.inventory(), fakes.FakePayments(), ATTEMPTS)


def new_house(showtime: Inventory, payments: fakes.FakePayments, attempts: int) -> House:
    """A house with that one showtime, where recovery tries each booking `attempts` times."""
    clock, ids = fakes.MovedClock(), fakes.CountedIds()
    seats = fakes.Seats(showtime)
    holds = fakes.Holds(seats)
    bookings = fakes.Bookings(seats, holds)
    idempotency = cast(Idempotency, fakes.Once())
    catalog = fakes.Catalog()
    inventories = Inventories(seats, catalog)
    limits = HoldLimits(lasts=timedelta(minutes=10), seats=4, holds=2)
    holding = HoldingService(inventories, seats, holds, idempotency, limits, clock, Random(1))
    saga = BookingSaga(bookings, inventories, payments, fakes.Signer(), TIMING, clock, ids)
    service = BookingService(
        holding, bookings, saga, TIMING, inventories, TERMS, idempotency, clock
    )
    tickets = fakes.Tickets(bookings)
    door = Door(
        fakes.Verifier(), tickets, bookings, inventories, idempotency, clock, opens=DOOR_OPENS
    )
    forgetting = Forgetting(seats, holds, bookings)
    rescheduling = Rescheduling(inventories, seats, bookings, saga)
    recovery = RecoveryWorker(
        bookings, saga, TIMING, clock, every=timedelta(seconds=1), attempts=attempts
    )
    return House(
        clock,
        catalog,
        seats,
        holds,
        bookings,
        tickets,
        payments,
        holding,
        service,
        door,
        recovery,
        rescheduling,
        forgetting,
    )
