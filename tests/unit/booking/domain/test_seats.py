"""Seats: which are free, which are alternatives, and at what price."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidInput
from subgraphs.booking.domain.seats import SeatChoice, SeatClass, SeatState, TicketCategory
from tests.unit.booking.fakes import ALICE, BOB, NOW, free_seat, inventory

HELD = replace(
    free_seat("A", 1),
    state=SeatState.HELD,
    hold_id="hld_1",
    account_id=ALICE,
    until=NOW + timedelta(minutes=1),
)


def test_a_hold_counts_until_its_end() -> None:
    assert HELD.until is not None
    assert HELD.state_at(HELD.until - timedelta(milliseconds=1)) is SeatState.HELD
    assert HELD.state_at(HELD.until) is SeatState.FREE


def test_only_its_account_holds_a_seat_and_only_until_the_end() -> None:
    assert HELD.held_by(ALICE, NOW)
    assert not HELD.held_by(BOB, NOW)
    assert not HELD.held_by(ALICE, NOW + timedelta(minutes=1))


def test_a_sold_seat_stays_sold_after_its_hold_would_have_ended() -> None:
    sold = replace(HELD, state=SeatState.SOLD)
    assert sold.state_at(NOW + timedelta(days=1)) is SeatState.SOLD


def test_a_price_depends_on_category_and_class() -> None:
    priced = inventory().priced(
        [SeatChoice("A1", TicketCategory.ADULT), SeatChoice("A2", TicketCategory.CHILD)]
    )
    assert [seat.price.amount_minor for seat in priced] == [1000, 700]


def test_every_wrong_choice_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        inventory(free_seat("A", 1), free_seat("A", 2, SeatClass.PREMIUM)).priced(
            [
                SeatChoice("A1", TicketCategory.ADULT),
                SeatChoice("Z9", TicketCategory.ADULT),
                SeatChoice("A2", TicketCategory.SENIOR),
                SeatChoice("$where", TicketCategory.ADULT),
            ]
        )
    assert [(field.path[1], field.code) for field in refused.value.fields] == [
        ("1", "UNKNOWN_SEAT"),
        ("2", "NO_PRICE"),
        ("3", "UNKNOWN_SEAT"),
    ]


def test_alternatives_are_as_many_neighbours_of_the_same_class_nearest_first() -> None:
    showtime = inventory(
        *(replace(HELD, id=f"A{n}", number=n, column=n) for n in (1, 2)),
        *(free_seat("A", n) for n in (3, 4, 6)),
        *(free_seat("B", n) for n in (1, 2)),
        *(free_seat("C", n, SeatClass.PREMIUM) for n in (1, 2)),
    )
    assert showtime.alternatives(["A1", "A2"], NOW) == [["A3", "A4"], ["B1", "B2"]]


def test_the_nearest_row_is_the_nearest_by_place_and_not_by_label() -> None:
    taken = replace(HELD, id="Z1", row="Z", number=1, column=1)
    showtime = inventory(free_seat("A", 1), free_seat("Y", 1), taken, free_seat("AA", 1))
    assert showtime.alternatives(["Z1"], NOW) == [["AA1"], ["Y1"], ["A1"]]


@given(
    st.lists(st.sampled_from(list(SeatState)), min_size=10, max_size=10),
    st.integers(1, 4),
)
def test_alternatives_are_always_free_neighbours(states: list[SeatState], size: int) -> None:
    plain = inventory()
    seats = [
        replace(seat, state=state, until=NOW + timedelta(minutes=1))
        for seat, state in zip(plain.seats.values(), states, strict=True)
    ]
    showtime = inventory(*seats)
    for group in showtime.alternatives(["A1", "A2", "A3", "A4"][:size], NOW, limit=100):
        found = [showtime.seats[id] for id in group]
        assert len(found) == size
        assert {seat.state_at(NOW) for seat in found} == {SeatState.FREE}
        assert len({seat.row for seat in found}) == 1
        columns = [seat.column for seat in found]
        assert columns == list(range(columns[0], columns[0] + size))


def test_a_showtime_that_cannot_be_booked_has_no_available_seats() -> None:
    showtime = inventory(HELD, free_seat("A", 2))
    assert showtime.available(NOW) == 1
    assert showtime.available(NOW + timedelta(minutes=1)) == 2
    assert replace(showtime, scheduled=False).available(NOW) == 0
    assert showtime.available(showtime.starts_at) == 0
