"""Bookings that the router asks for by reference."""

from collections.abc import Sequence
from typing import Any, cast

from starlette.requests import Request

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.api.context import Context
from subgraphs.booking.api.schema import schema
from subgraphs.booking.domain.bookings import Booking
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB

QUERY = """
query ($of: [_Any!]!) { _entities(representations: $of) { ... on Booking { id } } }
"""


def _context(bench: Workbench, account_id: str | None) -> Context:
    unused: Any = cast(Any, None)
    context = Context(
        unused,
        "session",
        holds=bench.holding,
        bookings=bench.booking,
        check_in=bench.door,
        scan_merging=unused,
        inventories=unused,
        live_seat_maps=unused,
        live_bookings=unused,
        clock=bench.clock,
        tickets_url="/bookings",
    )
    context.request = Request({"type": "http", "headers": []})
    if account_id:
        context.now_logged_in(Viewer(account_id, "ses", frozenset({Role.CUSTOMER})))
    return context


async def _book(bench: Workbench, account: str, seat: str) -> str:
    hold = await bench.hold(seat, account=account, key=seat)
    return (await bench.booking.book_hold(account, hold.id, "tok", seat)).id


async def _asked(bench: Workbench, account_id: str | None, ids: Sequence[str]) -> list[Any]:
    """Return what the account sees of these bookings."""
    references = [{"__typename": "Booking", "id": id} for id in ids]
    answer = await schema.execute(
        QUERY, variable_values={"of": references}, context_value=_context(bench, account_id)
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
