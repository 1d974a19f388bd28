"""Bookings and tickets in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from shared.money import Money
from shared.pagination import Count, PageRequest, counted
from subgraphs.booking.domain.bookings import (
    ANONYMOUS,
    TICKETED,
    Booking,
    BookingStatus,
    State,
    Step,
    Ticket,
    TicketStatus,
    after_cancelling,
    may_become,
)
from subgraphs.booking.errors import HoldLost, HoldTaken, Overtaken, TicketInUse
from tests.unit.booking.fakes.seats import Holds, Seats


class Bookings:
    """BookingStore. Each call happens at once or not at all, as a transaction does."""

    def __init__(self, seats: Seats, holds: Holds) -> None:
        self.all: dict[str, Booking] = {}
        self.tickets: list[Ticket] = []
        self._seats = seats
        self._holds = holds
        self.reasons: dict[str, str | None] = {}
        """Why each was cancelled, as the event tells."""

    async def begin(self, booking: Booking, *, until: datetime) -> None:
        showtime = self._seats.all[booking.showtime_id]
        hold = self._holds.all.get(booking.hold_id)
        if booking.id in self.all or hold is None or hold.booking_id is not None:
            raise HoldTaken
        if not showtime.bookable(booking.created_at):
            raise HoldLost
        self._seats.keep(hold, until)
        self._holds.take(hold.id, booking.id)
        self.all[booking.id] = booking

    async def get(self, id: str) -> Booking | None:
        return self.all.get(id)

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]:
        return {id: self.all[id] for id in ids if id in self.all}

    async def move(self, booking: Booking, to: State) -> Booking:
        return self._move(booking, to)

    async def fail(self, booking: Booking, *, decline_code: str | None = None) -> None:
        self._move(booking, (BookingStatus.PAYMENT_FAILED, Step.DONE), decline_code)
        self._holds.give_back(booking.hold_id, booking.id)

    async def confirm(self, booking: Booking, tickets: Sequence[Ticket], next: State) -> Booking:
        self._check(booking)
        self._seats.sell(booking.hold_id, [seat.seat_id for seat in booking.seats])
        self.tickets.extend(tickets)
        return self._move(booking, next)

    async def cancel(
        self,
        booking: Booking,
        refund: Money,
        *,
        due_at: datetime,
        reason: str | None,
        by_cinema: bool,
    ) -> Booking:
        mine = [ticket for ticket in self.tickets if ticket.booking_id == booking.id]
        if not by_cinema and any(ticket.status is TicketStatus.USED for ticket in mine):
            raise TicketInUse
        to = after_cancelling(booking.state, refund)
        cancelled = self._move(replace(booking, refund=refund, due_at=due_at), to)
        self.reasons[booking.id] = reason
        self._seats.free(booking.hold_id, [seat.seat_id for seat in booking.seats])
        self.tickets = [
            replace(ticket, status=TicketStatus.VOID) if ticket.booking_id == booking.id else ticket
            for ticket in self.tickets
        ]
        return cancelled

    async def anonymise(self, account_id: str) -> None:
        for booking in list(self.all.values()):
            if booking.account_id == account_id:
                self._write(booking, replace(booking, account_id=ANONYMOUS))

    async def overdue(self, now: datetime, limit: int) -> list[Booking]:
        due = [b for b in self.all.values() if b.is_open and b.due_at <= now]
        return due[:limit]

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        return self._write(booking, replace(booking, due_at=until, attempts=booking.attempts + 1))

    async def postpone(self, booking: Booking, until: datetime, failures: int) -> None:
        self._write(booking, replace(booking, due_at=until, failures=failures))

    async def ticketed(self, showtime_id: str, limit: int) -> list[Booking]:
        mine = [b for b in self.all.values() if b.showtime_id == showtime_id]
        return [booking for booking in mine if booking.state in TICKETED][:limit]

    async def tickets_of(self, booking_ids: Sequence[str]) -> list[Ticket]:
        return [ticket for ticket in self.tickets if ticket.booking_id in booking_ids]

    async def page(
        self,
        request: PageRequest,
        *,
        account_id: str | None = None,
        showtime_id: str | None = None,
        status: BookingStatus | None = None,
    ) -> tuple[list[Booking], Count]:
        mine = [
            booking
            for booking in self.all.values()
            if account_id in (None, booking.account_id)
            and showtime_id in (None, booking.showtime_id)
            and status in (None, booking.status)
        ]
        return mine, counted(len(mine))

    def _move(self, booking: Booking, to: State, decline_code: str | None = None) -> Booking:
        assert may_become(booking.state, to)
        status, step = to
        moved = replace(booking, status=status, step=step, decline_code=decline_code)
        return self._write(booking, replace(moved, attempts=0, failures=0))

    def _write(self, read: Booking, changed: Booking) -> Booking:
        self._check(read)
        self.all[read.id] = replace(changed, version=read.version + 1)
        return self.all[read.id]

    def _check(self, read: Booking) -> None:
        if self.all[read.id].version != read.version:
            raise Overtaken


class Tickets:
    """TicketStore, over the tickets of `Bookings`.

    `before_writing` is called once before a scan is written, `after_writing` once after it.
    """

    def __init__(self, bookings: Bookings) -> None:
        self._bookings = bookings
        self.before_writing: Callable[[], None] | None = None
        self.after_writing: Callable[[], None] | None = None

    async def get(self, id: str) -> Ticket | None:
        return next((ticket for ticket in self._bookings.tickets if ticket.id == id), None)

    async def scanned(self, before: Ticket, after: Ticket) -> bool:
        if self.before_writing:
            call, self.before_writing = self.before_writing, None
            call()
        if before not in self._bookings.tickets:
            return False
        self._bookings.tickets = [
            after if ticket == before else ticket for ticket in self._bookings.tickets
        ]
        if self.after_writing:
            call, self.after_writing = self.after_writing, None
            call()
        return True
