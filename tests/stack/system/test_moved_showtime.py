"""Catalog moves a showtime, and every hold of it has lost its seats."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from dev.client import Client
from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold
from tests.waiting import until

MOVE = """
mutation Move($input: MoveShowtimeInput!) {
  moveShowtime(input: $input) { __typename ... on Showtime { startsAt } }
}
"""
HELD = "query Hold($id: ID!) { hold(id: $id) { status expiresAt showtime { id startsAt } } }"


async def test_a_hold_of_a_moved_showtime_says_that_its_seats_are_lost(
    stack: Stack, admin_token: str, new_customer: NewCustomer, far_showtime: Callable[[], str]
) -> None:
    alice, bob, showtime = await new_customer(), await new_customer(), far_showtime()
    key = "the key of the hold"
    held = await hold(alice, showtime, "C3", key=key)
    before = (await alice.ask(HELD, id=held["id"]))["hold"]
    assert before["status"] == "ACTIVE"
    later = datetime.fromisoformat(before["showtime"]["startsAt"]) + timedelta(days=30)
    async with Client(stack.url) as admin:
        admin.token = admin_token
        given = {"id": showtime, "startsAt": later.isoformat()}
        moved = (await admin.ask(MOVE, input=given))["moveShowtime"]
        assert moved["__typename"] == "Showtime"

    async def is_lost() -> bool:
        return (await alice.ask(HELD, id=held["id"]))["hold"]["status"] == "LOST"

    await until(is_lost)
    assert (await hold(bob, showtime, "C3"))["__typename"] == "SeatHold"
    after = (await alice.ask(HELD, id=held["id"]))["hold"]
    assert after["status"] == "LOST"
    assert datetime.fromisoformat(after["expiresAt"]) <= datetime.now(UTC)
    assert (await hold(alice, showtime, "C3", key=key))["id"] == held["id"]
    refused = await book(alice, held["id"])
    assert (refused["__typename"], refused["code"]) == ("HoldExpired", "HOLD_EXPIRED")
    assert "lost its seats" in refused["message"]
