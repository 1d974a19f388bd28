"""Cancelling: refunds by the terms, once, also when payment does not answer at first."""

from datetime import timedelta

import pytest

from shared.auth.viewer import Role, Viewer
from shared.errors import NotFound
from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import BookingStatus, Step
from subgraphs.booking.domain.seats import SeatState
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.errors import BookingNotCancellable
from subgraphs.booking.events import BookingCancelled
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME

CUSTOMER = frozenset({Role.CUSTOMER})
OWNER = Viewer(ALICE, "ses_1", CUSTOMER)


async def _booked(bench: Workbench) -> Booking:
    hold = await bench.hold("A1", "A2")
    return await bench.booking.book_hold(ALICE, hold.id, "tok", "key")


def _quote(bench: Workbench, booking: Booking) -> Money | None:
    starts_at = bench.seats.all[SHOWTIME].starts_at
    return bench.booking.refund_quote(booking, bench.bookings.tickets, starts_at)


def _states(bench: Workbench) -> set[SeatState]:
    seats = bench.seats.all[SHOWTIME].seats
    return {seats[id].state for id in ("A1", "A2")}


@pytest.mark.parametrize(
    ("hours_before", "minor"),
    [(47, 2000), (24, 2000), (23.99, 1000), (2, 1000), (1.99, 0), (0.01, 0)],
)
async def test_the_refund_depends_on_the_hours_to_the_showtime(
    bench: Workbench, hours_before: float, minor: int
) -> None:
    booking = await _booked(bench)
    starts_at = bench.seats.all[SHOWTIME].starts_at
    bench.clock.present = starts_at - timedelta(hours=hours_before)
    assert _quote(bench, booking) == Money(minor, "COP")
    cancelled = await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert cancelled.state == (BookingStatus.CANCELLED, Step.DONE)
    assert bench.payments.refunds == ({booking.refund_id: Money(minor, "COP")} if minor else {})
    assert _states(bench) == {SeatState.FREE}
    assert {ticket.status for ticket in bench.bookings.tickets} == {TicketStatus.VOID}


async def test_a_booking_of_a_showtime_that_has_begun_cannot_be_cancelled(bench: Workbench) -> None:
    booking = await _booked(bench)
    bench.clock.present = bench.seats.all[SHOWTIME].starts_at
    assert _quote(bench, booking) is None
    with pytest.raises(BookingNotCancellable):
        await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert _states(bench) == {SeatState.SOLD}


async def test_a_booking_that_is_not_settled_cannot_be_cancelled(bench: Workbench) -> None:
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    booking = await _booked(bench)
    with pytest.raises(BookingNotCancellable):
        await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert "refund" not in bench.payments.asked


async def test_cancelling_again_refunds_nothing_more(bench: Workbench) -> None:
    booking = await _booked(bench)
    first = await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert await bench.booking.cancel(OWNER, booking.id, None, "cancel") == first
    assert await bench.booking.cancel(OWNER, booking.id, None, "again") == first
    assert bench.payments.asked.count("refund") == 1


async def test_a_refund_without_an_answer_is_made_later(bench: Workbench) -> None:
    booking = await _booked(bench)
    bench.payments.unavailable = {"refund"}
    waiting = await bench.booking.cancel(OWNER, booking.id, None, "cancel")
    assert waiting.state == (BookingStatus.CANCELLED, Step.REFUND)
    bench.payments.unavailable = set()
    bench.clock.move(seconds=61)
    await bench.recover()
    assert bench.bookings.all[booking.id].state == (BookingStatus.CANCELLED, Step.DONE)
    assert bench.payments.refunds == {booking.refund_id: Money(2000, "COP")}


async def test_only_the_owner_and_administrators_may_cancel(bench: Workbench) -> None:
    booking = await _booked(bench)
    for role in (Role.CUSTOMER, Role.STAFF):
        with pytest.raises(NotFound):
            await bench.booking.cancel(
                Viewer(BOB, "ses_2", frozenset({role})), booking.id, None, "cancel"
            )
    assert _states(bench) == {SeatState.SOLD}
    admin = Viewer(BOB, "ses_2", frozenset({Role.ADMIN}))
    cancelled = await bench.booking.cancel(admin, booking.id, "a power cut", "cancel")
    assert cancelled.status is BookingStatus.CANCELLED
    assert bench.bookings.events[-1] == BookingCancelled(
        booking_id=booking.id,
        account_id=ALICE,
        showtime_id=SHOWTIME,
        seat_ids=("A1", "A2"),
        refund_minor=2000,
        currency="COP",
        reason="a power cut",
    )
