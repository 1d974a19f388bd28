"""Bookings whose seats cost nothing: the saga is the same, and payment is never asked."""

from dataclasses import replace

import pytest

from shared.errors import InvalidInput
from shared.money import Money
from subgraphs.booking.api.types.bookings import Booking as BookingType
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.saga import BookingStatus, Step
from subgraphs.booking.domain.seats import SeatChoice, SeatState, TicketCategory
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.errors import HoldExpired
from subgraphs.booking.events import BookingCancelled, BookingConfirmed
from tests.unit.booking.conftest import ATTEMPTS, House, new_house
from tests.unit.booking.fakes import ALICE, SHOWTIME, FakePayments, inventory
from tests.unit.booking.turns import Operation, take_turns

NOTHING = Money(0, "COP")


@pytest.fixture
def house() -> House:
    """A house whose showtime costs adults nothing, and children 700."""
    showtime = inventory()
    prices = {
        key: NOTHING if key[0] is TicketCategory.ADULT else price
        for key, price in showtime.prices.items()
    }
    return new_house(replace(showtime, prices=prices), FakePayments(), ATTEMPTS)


async def booked(house: House) -> Booking:
    hold = await house.hold("A1", "A2")
    return await house.booking.book_hold(ALICE, hold.id, None, "key")


def stored(house: House) -> Booking:
    (booking,) = house.bookings.all.values()
    return booking


async def test_no_card_is_needed_and_payment_is_not_asked(house: House) -> None:
    booking = await booked(house)
    assert booking.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert booking.total == NOTHING
    assert [each.price for each in house.bookings.tickets] == [NOTHING] * 2
    assert house.payments.asked == []
    (event,) = house.bookings.events
    assert isinstance(event, BookingConfirmed)
    assert (event.amount_minor, event.currency) == (0, "COP")
    assert BookingType.of(booking).payment is None
    assert await house.booking.book_hold(ALICE, booking.hold_id, None, "key") == booking


async def test_a_card_that_is_given_anyway_is_not_charged(house: House) -> None:
    hold = await house.hold("A1")
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.status is BookingStatus.CONFIRMED
    assert house.payments.asked == []


async def test_one_seat_with_a_price_needs_a_card(house: House) -> None:
    choices = [SeatChoice("A1", TicketCategory.ADULT), SeatChoice("A2", TicketCategory.CHILD)]
    hold = await house.holding.hold_seats(ALICE, SHOWTIME, choices, "hold")
    with pytest.raises(InvalidInput) as refused:
        await house.booking.book_hold(ALICE, hold.id, None, "key")
    assert [(each.path, each.code) for each in refused.value.fields] == [
        (["paymentToken"], "REQUIRED")
    ]
    assert not house.bookings.all
    assert is_held(house, hold)
    booking = await house.booking.book_hold(ALICE, hold.id, "tok", "another key")
    assert booking.total == Money(700, "COP")
    assert house.payments.asked == ["authorize", "capture"]
    assert BookingType.of(booking).payment is not None


async def test_cancelling_gives_nothing_back(house: House) -> None:
    booking = await booked(house)
    quote = house.booking.refund_quote(booking, [], house.seats.all[SHOWTIME].starts_at)
    assert quote == NOTHING
    house.clock.move(seconds=1)
    await house.changes.cancel(SHOWTIME, house.clock.now())
    cancelled = stored(house)
    assert cancelled.state == (BookingStatus.CANCELLED, Step.DONE)
    assert cancelled.refund == NOTHING
    assert {each.status for each in house.bookings.tickets} == {TicketStatus.VOID}
    assert isinstance(house.bookings.events[-1], BookingCancelled)
    assert house.payments.asked == []


@pytest.mark.parametrize("calls", range(1, 8))
async def test_recovery_finishes_it_after_a_crash(house: House, calls: int) -> None:
    """The process died after so many calls of its store."""
    hold = await house.hold("A1", "A2")
    take_turns(house.holds, house.bookings, house.payments)
    dying = Operation(lambda: house.booking.book_hold(ALICE, hold.id, None, "key"))
    for _ in range(calls):
        dying.go_on()
    dying.die()
    house.clock.move(seconds=61)
    Operation(house.recover).finish()
    assert {each.state for each in house.bookings.all.values()} <= {
        (BookingStatus.CONFIRMED, Step.DONE)
    }
    assert house.payments.asked == []


async def test_seats_that_are_lost_are_not_booked(house: House) -> None:
    hold = await house.hold("A1")
    house.clock.move(hours=1)
    with pytest.raises(HoldExpired):
        await house.booking.book_hold(ALICE, hold.id, None, "key")
    assert house.payments.asked == []


def is_held(house: House, hold: Hold) -> bool:
    seats = house.seats.all[SHOWTIME].seats
    now = house.clock.now()
    return all(seats[each.seat_id].state_at(now) is SeatState.HELD for each in hold.seats)
