"""A deleted account leaves nothing but bookings that do not name it."""

import pytest

from shared.errors import OutcomePending
from subgraphs.booking.domain.bookings import ANONYMOUS
from subgraphs.booking.domain.saga import BookingStatus, Cause, Step
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from tests.unit.booking.conftest import ATTEMPTS, House
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME


async def test_holds_are_given_back_and_bookings_made_anonymous(house: House) -> None:
    booked = await house.hold("A1", key="1")
    booking = await house.booking.book_hold(ALICE, booked.id, "tok", "key")
    await house.hold("A2", key="2")
    other = await house.hold("B1", account=BOB, key="3")

    await house.deletion.forget(ALICE)
    await house.deletion.forget(ALICE)

    assert house.bookings.all[booking.id].account_id == ANONYMOUS
    assert list(house.holds.all) == [other.id]
    free = {seat.id for seat in house.seats.all[SHOWTIME].free(house.clock.now())}
    assert "A2" in free
    assert "A1" not in free
    assert {ticket.status for ticket in house.bookings.tickets} == {TicketStatus.VALID}


async def test_seats_without_a_stored_hold_are_forgotten_too(house: House) -> None:
    """A process may die between the two writes."""
    hold = await house.hold("A1")
    del house.holds.all[hold.id]
    house.clock.move(minutes=30)
    await house.deletion.forget(ALICE)
    assert house.seats.all[SHOWTIME].seats["A1"].account_id is None


async def test_a_booking_that_is_being_settled_is_settled_first(house: House) -> None:
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    with pytest.raises(OutcomePending):
        await house.deletion.forget(ALICE)
    assert house.bookings.all[booking.id].account_id == ALICE
    house.clock.move(seconds=61)
    await house.recover()
    await house.deletion.forget(ALICE)
    assert house.bookings.all[booking.id].account_id == ANONYMOUS


async def test_a_booking_that_is_left_to_people_delays_no_deletion(house: House) -> None:
    house.payments.authorizing = house.payments.found = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    for _ in range(2 * ATTEMPTS):
        house.clock.move(seconds=61)
        await house.recover()
    await house.deletion.forget(ALICE)
    left = house.bookings.all[booking.id]
    assert (left.account_id, left.step) == (ANONYMOUS, Step.AUTHORIZE)
    await house.bookings.save(left.after(Cause.RESUMED))
    house.payments.found = None
    await house.recover()
    assert house.bookings.all[booking.id].state == (BookingStatus.PAYMENT_FAILED, Step.DONE)
