"""Bookings and tickets in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from shared.errors import VersionConflict
from shared.pagination import Count, PageRequest, counted
from subgraphs.booking.domain.bookings import ANONYMOUS, Booking
from subgraphs.booking.domain.saga import TICKETED, BookingStatus
from subgraphs.booking.domain.sales import StateTotal
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.tickets import Ticket, TicketStatus
from subgraphs.booking.errors import HoldLost, HoldTaken, TicketInUse
from subgraphs.booking.events import BookingCancelled, BookingConfirmed
from tests.unit.booking.fakes.seats import Holds, Seats


class Bookings:
    """BookingStore. Each call happens at once or not at all, as a transaction does."""

    def __init__(self, seats: Seats, holds: Holds) -> None:
        self.all: dict[str, Booking] = {}
        self.tickets: list[Ticket] = []
        self.events: list[BookingConfirmed | BookingCancelled] = []
        """What would be published, in order."""
        self._seats = seats
        self._holds = holds

    async def begin(
        self, booking: Booking, *, until: datetime, planned: Schedule | None = None
    ) -> None:
        showtime = self._seats.all[booking.showtime_id]
        hold = self._holds.all.get(booking.hold_id)
        if booking.id in self.all or hold is None or hold.booking_id is not None:
            raise HoldTaken
        if not showtime.bookable(booking.created_at):
            raise HoldLost
        place = (showtime.starts_at, showtime.auditorium_id)
        if planned is not None and (planned.starts_at, planned.auditorium_id) != place:
            raise HoldLost
        self._seats.keep(hold, until)
        self._holds.take(hold.id, booking.id)
        self.all[booking.id] = booking

    async def get(self, id: str) -> Booking | None:
        return self.all.get(id)

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]:
        return {id: self.all[id] for id in ids if id in self.all}

    async def save(self, booking: Booking) -> None:
        self._write(booking)

    async def fail(self, booking: Booking) -> None:
        self._write(booking)
        self._holds.give_back(booking.hold_id, booking.id)

    async def confirm(
        self, booking: Booking, tickets: Sequence[Ticket], *, events: Sequence[BookingConfirmed]
    ) -> None:
        self._check(booking)
        self._seats.sell(booking.hold_id, booking.seat_ids)
        self.tickets.extend(tickets)
        self.events.extend(events)
        self._write(booking)

    async def cancel(
        self,
        booking: Booking,
        *,
        void_used_tickets: bool,
        events: Sequence[BookingCancelled],
    ) -> None:
        mine = [ticket for ticket in self.tickets if ticket.booking_id == booking.id]
        if not void_used_tickets and any(ticket.status is TicketStatus.USED for ticket in mine):
            raise TicketInUse
        self._write(booking)
        self.events.extend(events)
        self._seats.free(booking.hold_id, booking.seat_ids)
        self.tickets = [
            replace(ticket, status=TicketStatus.VOID) if ticket.booking_id == booking.id else ticket
            for ticket in self.tickets
        ]

    async def anonymise(self, account_id: str) -> None:
        for booking in list(self.all.values()):
            if booking.account_id == account_id:
                version = booking.version + 1
                self._write(replace(booking, account_id=ANONYMOUS, version=version))

    async def overdue(self, now: datetime, limit: int) -> list[Booking]:
        due = [b for b in self.all.values() if b.is_open and b.due_at <= now]
        return due[:limit]

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        leased = booking.leased(until)
        self._write(leased)
        return leased

    async def postpone(self, booking: Booking, until: datetime, failures: int) -> None:
        self._write(booking.postponed(until, failures))

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

    def _write(self, booking: Booking) -> None:
        self._check(booking)
        self.all[booking.id] = booking

    def _check(self, booking: Booking) -> None:
        """Raise VersionConflict unless the version before this one is stored."""
        if self.all[booking.id].version != booking.version - 1:
            raise VersionConflict


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

    async def record_scan(self, before: Ticket, after: Ticket) -> None:
        if self.before_writing:
            call, self.before_writing = self.before_writing, None
            call()
        if before not in self._bookings.tickets:
            raise VersionConflict
        self._bookings.tickets = [
            after if ticket == before else ticket for ticket in self._bookings.tickets
        ]
        if self.after_writing:
            call, self.after_writing = self.after_writing, None
            call()


class SoldSeats:
    """SalesStore, over the bookings and tickets of `Bookings`; `questions` counts its calls."""

    def __init__(self, bookings: Bookings) -> None:
        self._bookings = bookings
        self.questions = 0

    async def state_totals(self, showtime_ids: Sequence[str]) -> dict[str, list[StateTotal]]:
        self.questions += 1
        return {
            id: [
                StateTotal(
                    each.state,
                    1,
                    each.total.amount_minor,
                    each.refund.amount_minor if each.refund else 0,
                )
                for each in self._bookings.all.values()
                if each.showtime_id == id
            ]
            for id in showtime_ids
        }

    async def admitted(self, showtime_ids: Sequence[str]) -> dict[str, int]:
        self.questions += 1
        used = [each for each in self._bookings.tickets if each.status is TicketStatus.USED]
        return {id: sum(each.showtime_id == id for each in used) for id in showtime_ids}
