"""Catalog cancels a showtime, and booking refunds every booking of it."""

from collections.abc import Callable

from dev.client import Client
from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold
from tests.waiting import until

CANCEL = """
mutation Cancel($id: ID!) {
  cancelShowtime(id: $id) { __typename ... on Showtime { status isBookable } }
}
"""
BOOKING = "query Booking($id: ID!) { booking(id: $id) { status payment { status } } }"


async def test_a_hold_is_refused_before_booking_hears_of_the_cancellation(
    stack: Stack, admin_token: str, new_customer: NewCustomer, far_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), far_showtime()
    held = await hold(alice, showtime, "C3")
    broker = stack.processes["kafka"]
    broker.pause()
    try:
        async with Client(stack.url) as admin:
            admin.token = admin_token
            cancelled = (await admin.ask(CANCEL, id=showtime))["cancelShowtime"]
        # Booking has not heard of it.
        assert cancelled == {"__typename": "Showtime", "status": "CANCELLED", "isBookable": True}
        refused = await book(alice, held["id"])
    finally:
        broker.resume()
    assert (refused["__typename"], refused["code"]) == ("HoldExpired", "HOLD_EXPIRED")


async def test_every_confirmed_booking_is_refunded(
    stack: Stack, admin_token: str, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, bob, showtime = await new_customer(), await new_customer(), fresh_showtime()
    booked = [
        (client, (await book(client, (await hold(client, showtime, seat))["id"]))["id"])
        for client, seat in ((alice, "C3"), (bob, "C4"))
    ]
    async with Client(stack.url) as admin:
        admin.token = admin_token
        answer = await admin.ask(CANCEL, id=showtime)
    assert answer["cancelShowtime"]["status"] == "CANCELLED"

    async def all_refunded() -> bool:
        found = [(await client.ask(BOOKING, id=id))["booking"] for client, id in booked]
        return all(
            booking == {"status": "CANCELLED", "payment": {"status": "REFUNDED"}}
            for booking in found
        )

    await until(all_refunded, seconds=30)
    assert (await hold(alice, showtime, "D3"))["__typename"] == "ShowtimeNotBookable"
