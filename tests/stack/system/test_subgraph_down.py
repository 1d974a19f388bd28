"""One subgraph away costs its own fields and no others, and comes back by itself."""

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


def _what_came(data: dict[str, Any]) -> dict[str, bool]:
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
    ("away", "lost"),
    [
        ("payment", {"payment"}),
        ("catalog", {"catalog", "seats"}),
        ("booking", {"bookings", "payment", "seats"}),
        ("account", {"account", "bookings", "payment"}),
    ],
)
async def test_the_rest_of_the_page_still_comes(
    stack: Stack,
    new_customer: NewCustomer,
    fresh_showtime: Callable[[], str],
    away: str,
    lost: set[str],
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    await book(alice, (await hold(alice, showtime, "C3"))["id"])
    await stack.processes[away].stop()
    try:
        answer = await alice.send(PAGE, showtime=showtime)
    finally:
        await stack.start_process(away)

    assert {name for name, came in _what_came(answer["data"]).items() if not came} == lost
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"SUBGRAPH_UNAVAILABLE"}
    for error in answer["errors"]:
        assert away in error["message"]
        assert "127.0.0.1" not in error["message"]
    assert _what_came(await alice.ask(PAGE, showtime=showtime)) == WHOLE
