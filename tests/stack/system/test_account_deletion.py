"""After an account is deleted, no record of another service names it."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from pymongo import AsyncMongoClient

from dev.stack import Stack
from tests.stack.system.conftest import PASSWORD, NewCustomer
from tests.stack.system.purchases import book, hold
from tests.waiting import until

CANCEL = """
mutation Cancel($input: CancelBookingInput!) { cancelBooking(input: $input) { __typename } }
"""
RELEASE = "mutation Release($id: ID!) { releaseHold(id: $id) { __typename } }"
DELETE = """
mutation Delete($input: DeleteAccountInput!) {
  deleteMyAccount(input: $input) { __typename ... on AccountDeleted { accountId } }
}
"""


async def test_bookings_and_payments_are_made_anonymous(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    booking = await book(alice, (await hold(alice, showtime, "C3"))["id"])
    cancelled = await book(alice, (await hold(alice, showtime, "C4"))["id"])
    cancel = {"bookingId": cancelled["id"], "idempotencyKey": uuid4().hex}
    await alice.ask(CANCEL, input=cancel)
    await alice.ask(RELEASE, id=(await hold(alice, showtime, "D4"))["id"])
    open_hold = await hold(alice, showtime, "D3")
    deleted = (await alice.ask(DELETE, input={"password": PASSWORD}))["deleteMyAccount"]
    assert deleted["__typename"] == "AccountDeleted"

    async with AsyncMongoClient[dict[str, Any]](
        stack.admin.mongo_url, directConnection=True
    ) as mongo:

        async def anonymous() -> bool:
            kept = await mongo["booking"]["bookings"].find_one({"_id": booking["id"]})
            paid = await mongo["payment"]["payments"].find_one({"_id": booking["payment"]["id"]})
            assert kept is not None
            assert paid is not None
            return {kept["accountId"], paid["accountId"]} == {"deleted"}

        await until(anonymous, seconds=30)
        assert await mongo["booking"]["holds"].find_one({"_id": open_hold["id"]}) is None
        kept = await mongo["booking"]["inventories"].find_one({"_id": showtime})
        assert kept is not None
        # No seat that she bought, cancelled or only held names her.
        assert deleted["accountId"] not in json.dumps(kept, default=str)

    bob = await new_customer()
    assert (await hold(bob, showtime, "D3"))["__typename"] == "SeatHold"
    assert (await hold(bob, showtime, "C3"))["__typename"] == "SeatsUnavailable"
