"""Bookings that the router asks for by reference."""

from collections.abc import Sequence
from typing import Any

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.api.schema import schema
from subgraphs.booking.domain.bookings import Booking
from tests.unit.booking.api.asking import context_of
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB

QUERY = """
query ($of: [_Any!]!) { _entities(representations: $of) { ... on Booking { id } } }
"""


def _viewer(account_id: str | None) -> Viewer | None:
    return Viewer(account_id, "ses", frozenset({Role.CUSTOMER})) if account_id else None


async def _book(bench: Workbench, account: str, seat: str) -> str:
    hold = await bench.hold(seat, account=account, key=seat)
    return (await bench.booking.book_hold(account, hold.id, "tok", seat)).id


async def _asked(bench: Workbench, account_id: str | None, ids: Sequence[str]) -> list[Any]:
    """Return what the account sees of these bookings."""
    references = [{"__typename": "Booking", "id": id} for id in ids]
    answer = await schema.execute(
        QUERY,
        variable_values={"of": references},
        context_value=context_of(bench, _viewer(account_id)),
    )
    assert answer.errors is None
    assert answer.data is not None
    return answer.data["_entities"]


async def test_many_references_are_one_call_of_the_store(bench: Workbench) -> None:
    ids = [await _book(bench, ALICE, "A1"), await _book(bench, BOB, "A2"), "bkg_none", "x"]
    calls: list[Sequence[str]] = []
    by_ids = bench.bookings.by_ids

    async def counted(ids: Sequence[str]) -> dict[str, Booking]:
        calls.append(ids)
        return await by_ids(ids)

    bench.bookings.by_ids = counted
    assert await _asked(bench, ALICE, ids) == [{"id": ids[0]}, None, None, None]
    assert len(calls) == 1


async def test_a_stranger_sees_none(bench: Workbench) -> None:
    ids = [await _book(bench, ALICE, "A1")]
    assert await _asked(bench, None, ids) == [None]
