"""Customers can buy while Vault is unavailable."""

from collections.abc import Callable
from uuid import uuid4

from dev.client import Client
from dev.stack import Stack
from tests.stack.booking.testbed import BOOK
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import hold


async def _buy(client: Client, showtime: str, seat: str) -> str:
    """Hold and book a seat; return the booking's status."""
    held = await hold(client, showtime, seat)
    given = {"holdId": held["id"], "paymentToken": "tok_visa", "idempotencyKey": uuid4().hex}
    return (await client.ask(BOOK, input=given))["bookHold"]["status"]


async def test_a_purchase_needs_no_vault(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    # Its copies of the keys are too old at every use.
    replica = await stack.start_replica("booking", {"BOOKING_KEY_MAX_AGE_SECONDS": "0.001"})
    async with Client(f"{replica}/graphql", auth=stack.as_router("booking")) as client:
        client.token = alice.token
        assert await _buy(client, showtime, "C3") == "CONFIRMED"
        await stack.processes["vault"].kill()
        try:
            assert await _buy(client, showtime, "C4") == "CONFIRMED"
        finally:
            await stack.start_process("vault")
            await stack.prepare()
