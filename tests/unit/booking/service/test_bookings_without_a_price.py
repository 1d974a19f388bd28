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
from tests.unit.booking.conftest import ATTEMPTS, Workbench, new_bench
from tests.unit.booking.fakes import ALICE, SHOWTIME, FakePayments, inventory
from tests.unit.booking.turns import Operation, take_turns

NOTHING = Money(0, "COP")


@pytest.fixture
def bench() -> Workbench:
    """A bench whose showtime costs adults nothing, and children 700."""
    showtime = inventory()
    prices = {
        key: NOTHING if key[0] is TicketCategory.ADULT else price
        for key, price in showtime.prices.items()
    }
    return new_bench(replace(showtime, prices=prices), FakePayments(), ATTEMPTS)


async def booked(bench: Workbench) -> Booking:
    hold = await bench.hold("A1", "A2")
    return await bench.booking.book_hold(ALICE, hold.id, None, "key")


def stored(bench: Workbench) -> Booking:
    (booking,) = bench.bookings.all.values()
    return booking


async def test_no_card_is_needed_and_payment_is_not_asked(bench: Workbench) -> None:
    booking = await booked(bench)
    assert booking.state == (BookingStatus.CONFIRMED, Step.DONE)
    assert booking.total == NOTHING
    assert [each.price for each in bench.bookings.tickets] == [NOTHING] * 2
    assert bench.payments.asked == []
    (event,) = bench.bookings.events
    assert isinstance(event, BookingConfirmed)
    assert (event.amount_minor, event.currency) == (0, "COP")
    assert BookingType.of(booking).payment is None
    assert await bench.booking.book_hold(ALICE, booking.hold_id, None, "key") == booking


async def test_a_card_that_is_given_anyway_is_not_charged(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.status is BookingStatus.CONFIRMED
    assert bench.payments.asked == []


async def test_one_seat_with_a_price_needs_a_card(bench: Workbench) -> None:
    choices = [SeatChoice("A1", TicketCategory.ADULT), SeatChoice("A2", TicketCategory.CHILD)]
    hold = await bench.holding.hold_seats(ALICE, SHOWTIME, choices, "hold")
    with pytest.raises(InvalidInput) as refused:
        await bench.booking.book_hold(ALICE, hold.id, None, "key")
    assert [(each.path, each.code) for each in refused.value.fields] == [
        (["paymentToken"], "REQUIRED")
    ]
    assert not bench.bookings.all
    assert is_held(bench, hold)
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "another key")
    assert booking.total == Money(700, "COP")
    assert bench.payments.asked == ["authorize", "capture"]
    assert BookingType.of(booking).payment is not None


async def test_cancelling_gives_nothing_back(bench: Workbench) -> None:
    booking = await booked(bench)
    quote = bench.booking.refund_quote(booking, [], bench.seats.all[SHOWTIME].starts_at)
    assert quote == NOTHING
    bench.clock.move(seconds=1)
    await bench.changes.cancel(SHOWTIME, bench.clock.now())
    cancelled = stored(bench)
    assert cancelled.state == (BookingStatus.CANCELLED, Step.DONE)
    assert cancelled.refund == NOTHING
    assert {each.status for each in bench.bookings.tickets} == {TicketStatus.VOID}
    assert isinstance(bench.bookings.events[-1], BookingCancelled)
    assert bench.payments.asked == []


@pytest.mark.parametrize("calls", range(1, 8))
async def test_recovery_finishes_it_after_a_crash(bench: Workbench, calls: int) -> None:
    """The process died after so many calls of its store."""
    hold = await bench.hold("A1", "A2")
    take_turns(bench.holds, bench.bookings, bench.payments)
    dying = Operation(lambda: bench.booking.book_hold(ALICE, hold.id, None, "key"))
    for _ in range(calls):
        dying.go_on()
    dying.die()
    bench.clock.move(seconds=61)
    Operation(bench.recover).finish()
    assert {each.state for each in bench.bookings.all.values()} <= {
        (BookingStatus.CONFIRMED, Step.DONE)
    }
    assert bench.payments.asked == []


async def test_seats_that_are_lost_are_not_booked(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    bench.clock.move(hours=1)
    with pytest.raises(HoldExpired):
        await bench.booking.book_hold(ALICE, hold.id, None, "key")
    assert bench.payments.asked == []


def is_held(bench: Workbench, hold: Hold) -> bool:
    seats = bench.seats.all[SHOWTIME].seats
    now = bench.clock.now()
    return all(seats[each.seat_id].state_at(now) is SeatState.HELD for each in hold.seats)
