"""Catalog cancels a showtime, and booking refunds every booking of it."""

from collections.abc import Callable

from dev.client import Client
from dev.seed.accounts import ADMIN
from dev.seed.accounts import PASSWORD as ADMIN_PASSWORD
from dev.seed.command import run_command
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


async def test_every_confirmed_booking_is_refunded(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    names = ("--first-name", "Ada", "--last-name", "Min")
    arguments = ("create-admin", "--email", ADMIN, *names)
    await run_command(stack, "account", *arguments, stdin=f"{ADMIN_PASSWORD}\n")
    alice, bob, showtime = await new_customer(), await new_customer(), fresh_showtime()
    booked = [
        (client, (await book(client, (await hold(client, showtime, seat))["id"]))["id"])
        for client, seat in ((alice, "C3"), (bob, "C4"))
    ]
    async with Client(stack.url) as admin:
        await admin.log_in(ADMIN, ADMIN_PASSWORD)
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
