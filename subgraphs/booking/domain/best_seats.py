"""Which seats a customer gets who asks for the best ones."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from subgraphs.booking.domain.seats import Inventory, Seat, SeatClass

_BEST_ROW = 2 / 3
"""How far back the best row is: 0 is the first, 1 the last."""
_BAND = 2
"""Seats within this many rows of each other are equally good: that spreads a crowd."""


def best_seats(
    inventory: Inventory, size: int, seat_class: SeatClass, now: datetime, random: Random
) -> list[str] | None:
    """Return `size` free neighbours of exactly that class, by column; None when there are none.

    Groups that leave no single seat between others come first, then those nearest the middle of
    the best row; `random` draws among equals. Other classes are never given, so accessible seats
    stay for those who need them.
    """
    groups = [
        group
        for group in inventory.neighbours(size, now)
        if all(seat.seat_class is seat_class for seat in group)
    ]
    if not groups:
        return None
    free = {(seat.row, seat.column) for seat in inventory.free(now)}
    comfort = _Comfort(inventory)
    ranks = [(_orphans(group, free), comfort.band(group)) for group in groups]
    best = min(ranks)
    equals = [group for group, rank in zip(groups, ranks, strict=True) if rank == best]
    return [seat.id for seat in random.choice(equals)]


def _orphans(group: Sequence[Seat], free: set[tuple[str, int]]) -> int:
    """Count the free seats that the group would leave without a free neighbour."""
    row, first, last = group[0].row, group[0].column, group[-1].column
    left = (row, first - 1) in free and (row, first - 2) not in free
    right = (row, last + 1) in free and (row, last + 2) not in free
    return left + right


class _Comfort:
    """How good a place is, by its distance from the best place."""

    def __init__(self, inventory: Inventory) -> None:
        self._rows = inventory.rows
        columns = [seat.column for seat in inventory.seats.values()]
        self._middle = (min(columns) + max(columns)) / 2
        self._best_row = _BEST_ROW * (len(self._rows) - 1)

    def band(self, group: Sequence[Seat]) -> int:
        """Return 0 for the best places; the number rises with the distance."""
        middle = (group[0].column + group[-1].column) / 2
        # A seat is about half as wide as a row is deep.
        sideways = abs(middle - self._middle) / 2
        return int((abs(self._rows[group[0].row] - self._best_row) + sideways) // _BAND)
