"""A deleted account leaves nothing but bookings that do not name it."""

import pytest

from shared.errors import OutcomePending
from subgraphs.booking.domain.bookings import ANONYMOUS
from subgraphs.booking.domain.saga import BookingStatus, Cause, Step
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import ATTEMPTS, Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME


async def test_holds_are_given_back_and_bookings_made_anonymous(bench: Workbench) -> None:
    booked = await bench.hold("A1", key="1")
    booking = await bench.booking.book_hold(ALICE, booked.id, "tok", "key")
    await bench.hold("A2", key="2")
    other = await bench.hold("B1", account=BOB, key="3")

    await bench.deletion.forget(ALICE)
    await bench.deletion.forget(ALICE)

    assert bench.bookings.all[booking.id].account_id == ANONYMOUS
    assert list(bench.holds.all) == [other.id]
    free = {seat.id for seat in bench.seats.all[SHOWTIME].free(bench.clock.now())}
    assert "A2" in free
    assert "A1" not in free
    assert {ticket.status for ticket in bench.bookings.tickets} == {TicketStatus.VALID}


async def test_seats_without_a_stored_hold_are_forgotten_too(bench: Workbench) -> None:
    """A process may die between the two writes."""
    hold = await bench.hold("A1")
    del bench.holds.all[hold.id]
    bench.clock.move(minutes=30)
    await bench.deletion.forget(ALICE)
    assert bench.seats.all[SHOWTIME].seats["A1"].account_id is None


async def test_a_booking_that_is_being_settled_is_settled_first(bench: Workbench) -> None:
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await bench.hold("A1")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    with pytest.raises(OutcomePending):
        await bench.deletion.forget(ALICE)
    assert bench.bookings.all[booking.id].account_id == ALICE
    bench.clock.move(seconds=61)
    await bench.recover()
    await bench.deletion.forget(ALICE)
    assert bench.bookings.all[booking.id].account_id == ANONYMOUS


async def test_a_booking_that_is_left_to_people_delays_no_deletion(bench: Workbench) -> None:
    bench.payments.authorizing = bench.payments.found = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await bench.hold("A1")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    for _ in range(2 * ATTEMPTS):
        bench.clock.move(seconds=61)
        await bench.recover()
    await bench.deletion.forget(ALICE)
    left = bench.bookings.all[booking.id]
    assert (left.account_id, left.step) == (ANONYMOUS, Step.AUTHORIZE)
    await bench.bookings.save(left.after(Cause.RESUMED))
    bench.payments.found = None
    await bench.recover()
    assert bench.bookings.all[booking.id].state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
