"""What must be true at any moment, between any two writes."""

from collections import Counter
from datetime import datetime

from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import (
    BEGINNING,
    SAGA,
    TICKETED,
    BookingStatus,
    State,
    Step,
)
from subgraphs.booking.domain.seats import SeatState
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.ports import PaymentState
from tests.unit.booking.bank import Bank, Charge
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import SHOWTIME

NOTHING = Charge(PaymentState.UNKNOWN)


class Judge:
    """Checks everything after every call, and remembers the state of each booking."""

    def __init__(self, bench: Workbench, bank: Bank) -> None:
        self._bench = bench
        self._bank = bank
        self._states: dict[str, State] = {}

    def look(self, promised_until: datetime) -> None:
        """Check everything now.

        Holds that end by `promised_until` may have lost their seats: the showtime has moved.
        """
        for booking in self._bench.bookings.all.values():
            before = self._states.get(booking.id, BEGINNING)
            legal = (before, *SAGA.get(before, {}).values())
            assert booking.state in legal, booking
            self._states[booking.id] = booking.state
            self._seats_and_tickets(booking)
            self._money(booking)
        self._each_seat_once()
        self._promises(promised_until)

    def _seats_and_tickets(self, booking: Booking) -> None:
        tickets = [
            ticket.seat_id
            for ticket in self._bench.bookings.tickets
            if ticket.booking_id == booking.id and ticket.status is not TicketStatus.VOID
        ]
        if booking.state not in TICKETED:
            assert tickets == [], booking
            return
        assert tickets == [seat.seat_id for seat in booking.seats], booking
        for seat_id in tickets:
            seat = self._bench.seats.all[SHOWTIME].seats[seat_id]
            assert (seat.state, seat.hold_id) == (SeatState.SOLD, booking.hold_id), booking

    def _money(self, booking: Booking) -> None:
        """Check that the money moved is what the booking's state says."""
        charge = self._bank.charges.get(booking.id, NOTHING)
        total = booking.total.amount_minor
        given_back = booking.refund.amount_minor if booking.refund else 0
        taken = (charge.captured, charge.refunded)
        match booking.state:
            case (BookingStatus.CONFIRMED, Step.CAPTURE) | (BookingStatus.CANCELLED, Step.REVERSE):
                assert taken in ((0, 0), (total, 0)), booking
            case (BookingStatus.CONFIRMED, _):
                assert taken == (total, 0), booking
            case (BookingStatus.CANCELLED, Step.REFUND):
                assert taken in ((total, 0), (total, given_back)), booking
            case (BookingStatus.CANCELLED, _):
                assert taken == (total, given_back), booking
            case (BookingStatus.NEEDS_ATTENTION, _):
                pass
            case (status, step):
                assert taken == (0, 0), booking
                reserved = charge.state is PaymentState.AUTHORIZED
                assert not (reserved and (status, step) == _FAILED), booking

    def _each_seat_once(self) -> None:
        active = Counter(
            ticket.seat_id
            for ticket in self._bench.bookings.tickets
            if ticket.status is not TicketStatus.VOID
        )
        assert all(count == 1 for count in active.values()), active

    def _promises(self, promised_until: datetime) -> None:
        now = self._bench.clock.now()
        for hold in self._bench.holds.all.values():
            if hold.booking_id is not None or hold.expires_at <= max(now, promised_until):
                continue
            for seat_id in hold.seat_ids:
                seat = self._bench.seats.all[SHOWTIME].seats[seat_id]
                assert (seat.state_at(now), seat.hold_id) == (SeatState.HELD, hold.id), hold
                assert seat.until is not None
                assert seat.until >= hold.expires_at, hold


_FAILED = (BookingStatus.PAYMENT_FAILED, Step.DONE)
