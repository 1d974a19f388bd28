"""Best seats: neighbours of the class asked for, no orphans, drawn among equals."""

from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidInput
from subgraphs.booking.domain.best_seats import best_seats
from subgraphs.booking.domain.bookings import Hold
from subgraphs.booking.domain.seats import Inventory, SeatClass, SeatState, TicketCategory
from subgraphs.booking.errors import SeatsUnavailable
from tests.unit.booking.conftest import House
from tests.unit.booking.fakes import ALICE, BOB, NOW, SHOWTIME, free_seat, inventory

ADULT, CHILD = TicketCategory.ADULT, TicketCategory.CHILD


def _row(states: str) -> Inventory:
    """One row: `.` is free, `x` sold, `a` free and accessible, a blank no seat at all."""
    return inventory(
        *(
            replace(
                free_seat("A", n, SeatClass.ACCESSIBLE if state == "a" else SeatClass.STANDARD),
                state=SeatState.SOLD if state == "x" else SeatState.FREE,
            )
            for n, state in enumerate(states, start=1)
            if state != " "
        )
    )


def _drawn(showtime: Inventory, size: int, seat_class: SeatClass = SeatClass.STANDARD) -> set[str]:
    """Every group that may come, as `A1-A2`."""
    found = (best_seats(showtime, size, seat_class, NOW, Random(seed)) for seed in range(50))
    return {"-".join(group) if group else "" for group in found}


@pytest.mark.parametrize(
    ("row", "size", "groups"),
    [
        # The middle would leave one seat on either side.
        ("x...x", 1, {"A2", "A4"}),
        ("x....x", 2, {"A2-A3", "A4-A5"}),
        # It cannot be helped.
        ("x...x", 2, {"A2-A3", "A3-A4"}),
        # A gap in the row parts neighbours.
        (".. ..", 2, {"A1-A2", "A4-A5"}),
        (".. ..", 3, {""}),
        ("xxxxx", 1, {""}),
        # Accessible seats are not given to who did not ask for them.
        ("aa..a", 2, {"A3-A4"}),
        ("aa..a", 3, {""}),
    ],
)
def test_which_groups_may_come(row: str, size: int, groups: set[str]) -> None:
    assert _drawn(_row(row), size) == groups


def test_accessible_seats_come_when_they_are_asked_for() -> None:
    assert _drawn(_row("aa..a"), 2, SeatClass.ACCESSIBLE) == {"A1-A2"}


def test_the_middle_of_a_row_two_thirds_back_comes_first_and_a_crowd_is_spread() -> None:
    auditorium = inventory(*(free_seat(row, n) for row in "ABCDEFGHIJ" for n in range(1, 21)))
    drawn = _drawn(auditorium, 2)
    assert {group[0] for group in drawn} <= set("FGHI")
    assert all(7 <= int(group[1:].split("-")[0]) <= 13 for group in drawn)
    assert len(drawn) >= 5


@given(st.text(".x ", min_size=1, max_size=14), st.integers(1, 4), st.integers(0, 9))
def test_always_free_neighbours_and_an_orphan_only_if_every_group_leaves_one(
    row: str, size: int, seed: int
) -> None:
    row = row.strip() or "x"

    def orphans(group: range) -> int:
        left = [("x" if n in group else state) for n, state in enumerate(row)]
        padded = ["x", *left, "x"]
        before = ["x", *row, "x"]

        def lonely(states: list[str], n: int) -> bool:
            return states[n] == "." and "." not in (states[n - 1], states[n + 1])

        return sum(lonely(padded, n) and not lonely(before, n) for n in range(1, len(padded) - 1))

    runs = [
        range(n, n + size) for n in range(len(row) - size + 1) if set(row[n : n + size]) == {"."}
    ]
    got = best_seats(_row(row), size, SeatClass.STANDARD, NOW, Random(seed))
    if not runs:
        assert got is None
        return
    assert got is not None
    first = int(got[0][1:]) - 1
    assert got == [f"A{n + 1}" for n in range(first, first + size)]
    assert range(first, first + size) in runs
    assert orphans(range(first, first + size)) == min(map(orphans, runs))


async def test_as_many_as_there_are_categories_priced_in_their_order(house: House) -> None:
    hold = await house.holding.hold_best_seats(
        ALICE, SHOWTIME, [CHILD, ADULT], SeatClass.STANDARD, "best"
    )
    assert [seat.price.amount_minor for seat in hold.seats] == [700, 1000]
    seats = [house.seats.all[SHOWTIME].seats[id] for id in hold.seat_ids]
    assert {seat.hold_id for seat in seats} == {hold.id}
    assert seats[1].column == seats[0].column + 1


async def test_somebody_faster_means_another_draw(house: House) -> None:
    claim, beaten = house.seats.claim, list[list[str]]()

    async def lose_twice(hold: Hold, now: datetime, *, holds: int) -> bool:
        if len(beaten) < 2:
            beaten.append(hold.seat_ids)
            return False
        return await claim(hold, now, holds=holds)

    house.seats.claim = lose_twice
    hold = await house.holding.hold_best_seats(ALICE, SHOWTIME, [ADULT], SeatClass.STANDARD, "best")
    assert len(beaten) == 2
    assert len(hold.seat_ids) == 1


async def test_repeated_after_a_crash_it_keeps_the_seats_of_the_first_time(house: House) -> None:
    first = await house.holding.hold_best_seats(
        ALICE, SHOWTIME, [ADULT, ADULT], SeatClass.STANDARD, "1"
    )
    house.holds.all.clear()
    await house.holding._claim_best(  # pyright: ignore[reportPrivateUsage] - what the crash left undone
        first.id, ALICE, SHOWTIME, [ADULT, ADULT], SeatClass.STANDARD
    )
    assert house.holds.all[first.id].seat_ids == first.seat_ids
    assert house.seats.all[SHOWTIME].held_under(first.id) == first.seat_ids


async def test_too_few_neighbours_and_nothing_is_held(house: House) -> None:
    await house.hold("A2", "B2", account=BOB)
    with pytest.raises(SeatsUnavailable) as refused:
        await house.holding.hold_best_seats(
            ALICE, SHOWTIME, [ADULT] * 4, SeatClass.STANDARD, "best"
        )
    assert (refused.value.seat_ids, refused.value.alternatives) == ([], [])


@pytest.mark.parametrize(
    ("categories", "seat_class", "code"),
    [
        ([], SeatClass.STANDARD, "COUNT"),
        ([ADULT] * 5, SeatClass.STANDARD, "COUNT"),
        ([ADULT, TicketCategory.SENIOR], SeatClass.STANDARD, "NO_PRICE"),
    ],
)
async def test_a_wrong_wish_changes_nothing(
    house: House, categories: list[TicketCategory], seat_class: SeatClass, code: str
) -> None:
    before = house.seats.all[SHOWTIME]
    with pytest.raises(InvalidInput) as refused:
        await house.holding.hold_best_seats(ALICE, SHOWTIME, categories, seat_class, "best")
    assert [field.code for field in refused.value.fields] == [code]
    assert house.seats.all[SHOWTIME] == before
