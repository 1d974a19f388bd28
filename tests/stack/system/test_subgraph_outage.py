"""An outage of one subgraph costs its own fields alone, and only while it lasts."""

from collections.abc import Callable
from typing import Any

import pytest

from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold

PAGE = """
query Page($showtime: ID!) {
  me { email bookings(first: 1) { edges { node { reference payment { status } } } } }
  showtime(id: $showtime) { startsAt availableSeatCount }
}
"""
WHOLE = {"account": True, "bookings": True, "payment": True, "catalog": True, "seats": True}


def _answered_parts(data: dict[str, Any]) -> dict[str, bool]:
    return {
        "account": _at(data, "me", "email") is not None,
        "bookings": _at(data, "me", "bookings", "edges", 0, "node", "reference") is not None,
        "payment": _at(data, "me", "bookings", "edges", 0, "node", "payment") is not None,
        "catalog": _at(data, "showtime", "startsAt") is not None,
        "seats": _at(data, "showtime", "availableSeatCount") is not None,
    }


def _at(value: Any, *path: str | int) -> Any:
    for step in path:
        if value is None:
            return None
        value = value[step]
    return value


@pytest.mark.parametrize(
    ("subgraph", "lost"),
    [
        ("payment", {"payment"}),
        ("catalog", {"catalog", "seats"}),
        ("booking", {"bookings", "payment", "seats"}),
        ("account", {"account", "bookings", "payment"}),
    ],
)
async def test_the_fields_of_other_subgraphs_are_still_answered(
    stack: Stack,
    new_customer: NewCustomer,
    fresh_showtime: Callable[[], str],
    subgraph: str,
    lost: set[str],
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    await book(alice, (await hold(alice, showtime, "C3"))["id"])
    await stack.processes[subgraph].stop()
    try:
        answer = await alice.send(PAGE, showtime=showtime)
    finally:
        await stack.start_process(subgraph)

    assert {
        name for name, answered in _answered_parts(answer["data"]).items() if not answered
    } == lost
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"SUBGRAPH_UNAVAILABLE"}
    for error in answer["errors"]:
        assert subgraph in error["message"]
        assert "127.0.0.1" not in error["message"]
    assert _answered_parts(await alice.ask(PAGE, showtime=showtime)) == WHOLE
