"""What counts as sold, as money that was taken, and as money to give back."""

from dataclasses import replace
from datetime import timedelta

from shared.money import LARGEST_AMOUNT, Money
from subgraphs.booking.domain.saga import BookingStatus, State, Step
from subgraphs.booking.domain.sales import CONFIRMED_ONCE, StateTotal, sales_of
from subgraphs.booking.domain.seats import Inventory, SeatState
from tests.unit.booking.fakes import NOW, inventory

CAPTURED = (BookingStatus.CONFIRMED, Step.DONE)


def _showtime(**states: SeatState) -> Inventory:
    showtime = inventory()
    until = NOW + timedelta(minutes=1)
    seats = {
        id: replace(showtime.seats[id], state=state, until=until) for id, state in states.items()
    }
    return replace(showtime, seats={**showtime.seats, **seats})


def _cop(minor: int) -> Money:
    return Money(minor, "COP")


def test_seats_count_by_what_they_are_now() -> None:
    showtime = _showtime(
        A1=SeatState.SOLD, A2=SeatState.SOLD, B1=SeatState.HELD, B5=SeatState.BLOCKED
    )
    sales = sales_of(showtime, [], 1, NOW)
    assert (sales.capacity, sales.booked, sales.held, sales.admitted) == (9, 2, 1, 1)
    assert sales_of(showtime, [], 1, NOW + timedelta(minutes=1)).held == 0


def test_nothing_sold_is_zero_in_the_showtimes_currency() -> None:
    sales = sales_of(inventory(), [], 0, NOW)
    assert (sales.takings, sales.refund_if_cancelled) == (_cop(0), _cop(0))


def test_takings_are_what_was_confirmed_less_what_goes_back() -> None:
    totals = [
        StateTotal(CAPTURED, 2, 5_000, 0),
        # Half of it stays with the cinema, and its seats are free again.
        StateTotal((BookingStatus.CANCELLED, Step.DONE), 1, 1_000, 500),
        StateTotal((BookingStatus.CANCELLED, Step.REFUND), 1, 2_000, 2_000),
        # People look at a refund that failed: it is owed all the same.
        StateTotal((BookingStatus.NEEDS_ATTENTION, Step.REFUND), 1, 300, 300),
        StateTotal((BookingStatus.NEEDS_ATTENTION, Step.CAPTURE), 1, 70, 0),
        # Never confirmed.
        StateTotal((BookingStatus.PENDING, Step.AUTHORIZE), 1, 9_000, 0),
        StateTotal((BookingStatus.NEEDS_ATTENTION, Step.AUTHORIZE), 1, 9_000, 0),
        StateTotal((BookingStatus.PAYMENT_FAILED, Step.DONE), 1, 9_000, 0),
    ]
    sales = sales_of(inventory(), totals, 0, NOW)
    assert sales.takings == _cop(5_000 + 500 + 70)
    assert sales.bookings == 3
    assert sales.refund_if_cancelled == _cop(5_070)


def test_a_sum_may_be_more_than_one_payment() -> None:
    totals = [StateTotal(CAPTURED, 9, 3 * LARGEST_AMOUNT, 0)]
    assert sales_of(inventory(), totals, 0, NOW).takings == _cop(3 * LARGEST_AMOUNT)


def test_what_was_confirmed_stays_so() -> None:
    never: set[State] = {
        (BookingStatus.PENDING, Step.AUTHORIZE),
        (BookingStatus.PENDING, Step.VOID),
        (BookingStatus.PAYMENT_FAILED, Step.DONE),
        (BookingStatus.NEEDS_ATTENTION, Step.AUTHORIZE),
        (BookingStatus.NEEDS_ATTENTION, Step.VOID),
    }
    assert {
        (BookingStatus.CONFIRMED, Step.DONE),
        (BookingStatus.CANCELLED, Step.DONE),
    } <= CONFIRMED_ONCE
    assert not never & CONFIRMED_ONCE
