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
from tests.unit.booking.conftest import House
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME

CUSTOMER = frozenset({Role.CUSTOMER})
OWNER = Viewer(ALICE, "ses_1", CUSTOMER)


async def _booked(house: House) -> Booking:
    hold = await house.hold("A1", "A2")
    return await house.booking.book_hold(ALICE, hold.id, "tok", "key")


def _quote(house: House, booking: Booking) -> Money | None:
    starts_at = house.seats.all[SHOWTIME].starts_at
    return house.booking.refund_quote(booking, house.bookings.tickets, starts_at)


def _states(house: House) -> set[SeatState]:
    seats = house.seats.all[SHOWTIME].seats
    return {seats[id].state for id in ("A1", "A2")}


@pytest.mark.parametrize(
    ("hours_before", "minor"),
    [(47, 2000), (24, 2000), (23.99, 1000), (2, 1000), (1.99, 0), (0.01, 0)],
)
async def test_the_refund_depends_on_the_hours_to_the_showtime(
    house: House, hours_before: float, minor: int
) -> None:
    booking = await _booked(house)
    starts_at = house.seats.all[SHOWTIME].starts_at
    house.clock.present = starts_at - timedelta(hours=hours_before)
    assert _quote(house, booking) == Money(minor, "COP")
    cancelled = await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert cancelled.state == (BookingStatus.CANCELLED, Step.DONE)
    assert house.payments.refunds == ({booking.refund_id: Money(minor, "COP")} if minor else {})
    assert _states(house) == {SeatState.FREE}
    assert {ticket.status for ticket in house.bookings.tickets} == {TicketStatus.VOID}


async def test_a_booking_of_a_showtime_that_has_begun_cannot_be_cancelled(house: House) -> None:
    booking = await _booked(house)
    house.clock.present = house.seats.all[SHOWTIME].starts_at
    assert _quote(house, booking) is None
    with pytest.raises(BookingNotCancellable):
        await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert _states(house) == {SeatState.SOLD}


async def test_a_booking_that_is_not_settled_cannot_be_cancelled(house: House) -> None:
    house.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    booking = await _booked(house)
    with pytest.raises(BookingNotCancellable):
        await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert "refund" not in house.payments.asked


async def test_cancelling_again_refunds_nothing_more(house: House) -> None:
    booking = await _booked(house)
    first = await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert await house.booking.cancel(OWNER, booking.id, None, "cancel") == first
    assert await house.booking.cancel(OWNER, booking.id, None, "again") == first
    assert house.payments.asked.count("refund") == 1


async def test_a_refund_without_an_answer_is_made_later(house: House) -> None:
    booking = await _booked(house)
    house.payments.unavailable = {"refund"}
    waiting = await house.booking.cancel(OWNER, booking.id, None, "cancel")
    assert waiting.state == (BookingStatus.CANCELLED, Step.REFUND)
    house.payments.unavailable = set()
    house.clock.move(seconds=61)
    await house.recover()
    assert house.bookings.all[booking.id].state == (BookingStatus.CANCELLED, Step.DONE)
    assert house.payments.refunds == {booking.refund_id: Money(2000, "COP")}


async def test_only_the_owner_and_administrators_may_cancel(house: House) -> None:
    booking = await _booked(house)
    for role in (Role.CUSTOMER, Role.STAFF):
        with pytest.raises(NotFound):
            await house.booking.cancel(
                Viewer(BOB, "ses_2", frozenset({role})), booking.id, None, "cancel"
            )
    assert _states(house) == {SeatState.SOLD}
    admin = Viewer(BOB, "ses_2", frozenset({Role.ADMIN}))
    cancelled = await house.booking.cancel(admin, booking.id, "a power cut", "cancel")
    assert cancelled.status is BookingStatus.CANCELLED
    assert house.bookings.events[-1] == BookingCancelled(
        booking_id=booking.id,
        account_id=ALICE,
        showtime_id=SHOWTIME,
        seat_ids=("A1", "A2"),
        refund_minor=2000,
        currency="COP",
        reason="a power cut",
    )
