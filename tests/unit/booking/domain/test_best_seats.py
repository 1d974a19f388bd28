"""Best seats: free neighbours of the wanted class, no single seats left over, random draws."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subgraphs.booking.domain.best_seats import best_seats
from subgraphs.booking.domain.seats import Inventory, SeatClass, SeatState
from tests.unit.booking.fakes import NOW, free_seat, inventory


def _row(states: str) -> Inventory:
    """Return one row: `.` is free, `x` sold, `a` free and accessible, a blank is no seat."""
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
    """Return every group that can be drawn, as `A1-A2`."""
    found = (best_seats(showtime, size, seat_class, NOW, Random(seed)) for seed in range(50))
    return {"-".join(group) if group else "" for group in found}


@pytest.mark.parametrize(
    ("row", "size", "groups"),
    [
        # The middle would leave one seat on either side.
        ("x...x", 1, {"A2", "A4"}),
        ("x....x", 2, {"A2-A3", "A4-A5"}),
        # Every group leaves a single seat.
        ("x...x", 2, {"A2-A3", "A3-A4"}),
        # A gap in the row parts neighbours.
        (".. ..", 2, {"A1-A2", "A4-A5"}),
        (".. ..", 3, {""}),
        ("xxxxx", 1, {""}),
        # Accessible seats are given only to customers who ask for them.
        ("aa..a", 2, {"A3-A4"}),
        ("aa..a", 3, {""}),
    ],
)
def test_which_groups_can_be_drawn(row: str, size: int, groups: set[str]) -> None:
    assert _drawn(_row(row), size) == groups


def test_accessible_seats_are_given_to_customers_who_ask_for_them() -> None:
    assert _drawn(_row("aa..a"), 2, SeatClass.ACCESSIBLE) == {"A1-A2"}


def test_the_middle_two_thirds_back_comes_first_and_a_crowd_is_spread() -> None:
    auditorium = inventory(*(free_seat(row, n) for row in "ABCDEFGHIJ" for n in range(1, 21)))
    drawn = _drawn(auditorium, 2)
    assert {group[0] for group in drawn} <= set("FGHI")
    assert all(7 <= int(group[1:].split("-")[0]) <= 13 for group in drawn)
    assert len(drawn) >= 5


@given(st.text(".x ", min_size=1, max_size=14), st.integers(1, 4), st.integers(0, 9))
def test_seats_are_free_neighbours_and_leave_as_few_single_seats_as_possible(
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
