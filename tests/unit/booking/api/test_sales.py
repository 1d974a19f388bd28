"""What was sold of many showtimes, for staff."""

from dataclasses import replace
from typing import Any

import pytest

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.api.schema import schema
from tests.unit.booking.api.asking import context_of
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME, inventory

QUERY = """
query ($of: [_Any!]!) {
  _entities(representations: $of) { ... on Showtime { sales {
    capacity seatsBooked seatsHeld seatsAdmitted bookingCount
    takings { amountMinor currency display } refundIfCancelled { amountMinor }
  } } }
}
"""
OTHER = "sho_01JD0000000000000000000001"
REFERENCES = [{"__typename": "Showtime", "id": id} for id in (SHOWTIME, OTHER, "sho_none")]


async def _asked(bench: Workbench, viewer: Viewer | None, refused: bool = False) -> list[Any]:
    """Return what `viewer` sees of the showtimes."""
    answer = await schema.execute(
        QUERY, variable_values={"of": REFERENCES}, context_value=context_of(bench, viewer)
    )
    assert bool(answer.errors) is refused
    assert answer.data is not None
    entities: list[Any] = answer.data["_entities"]
    return [each["sales"] for each in entities]


async def test_many_showtimes_are_one_question_of_each_kind(bench: Workbench) -> None:
    bench.seats.all[OTHER] = replace(inventory(), showtime_id=OTHER)
    hold = await bench.hold("A1", "A2")
    await bench.booking.book_hold(ALICE, hold.id, "tok", "book")
    sold, empty, unknown = await _asked(bench, Viewer(BOB, "ses", frozenset({Role.STAFF})))
    assert sold == {
        "capacity": 10,
        "seatsBooked": 2,
        "seatsHeld": 0,
        "seatsAdmitted": 0,
        "bookingCount": 1,
        "takings": {"amountMinor": 2000, "currency": "COP", "display": "COP 20.00"},
        "refundIfCancelled": {"amountMinor": 2000},
    }
    assert empty["takings"]["amountMinor"] == 0
    assert unknown is None
    assert bench.sold.questions == 2


@pytest.mark.parametrize("viewer", [None, Viewer(ALICE, "ses", frozenset({Role.CUSTOMER}))])
async def test_nobody_else_learns_what_was_sold(bench: Workbench, viewer: Viewer | None) -> None:
    assert await _asked(bench, viewer, refused=True) == [None, None, None]
    assert bench.sold.questions == 0
