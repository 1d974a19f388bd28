"""A cancelled booking frees its seats and gives the money back, through every service."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from dev.client import Client
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold

CANCEL = """
mutation Cancel($input: CancelBookingInput!) {
  cancelBooking(input: $input) {
    __typename
    ... on Booking { status refundQuote { amountMinor } tickets { status } }
    ... on UserError { code }
  }
}
"""
BOOKING = """
query Booking($id: ID!) {
  booking(id: $id) {
    status total { amountMinor } refundQuote { amountMinor }
    payment { status refunded { amountMinor } refunds { amount { amountMinor } } }
  }
}
"""


async def _cancel(client: Client, booking_id: str, key: str) -> dict[str, Any]:
    answer = await client.ask(CANCEL, input={"bookingId": booking_id, "idempotencyKey": key})
    return answer["cancelBooking"]


async def test_a_cancelled_booking_is_refunded_and_its_seat_is_sold_again(
    new_customer: NewCustomer, far_showtime: Callable[[], str]
) -> None:
    alice, bob, showtime = await new_customer(), await new_customer(), far_showtime()
    booking = await book(alice, (await hold(alice, showtime, "C3"))["id"])
    before = (await alice.ask(BOOKING, id=booking["id"]))["booking"]
    assert before["refundQuote"] == before["total"]
    assert (await _cancel(bob, booking["id"], "bob"))["__typename"] == "NotFound"

    key = uuid4().hex
    cancelled = await _cancel(alice, booking["id"], key)

    assert cancelled["status"] == "CANCELLED"
    assert cancelled["refundQuote"] is None
    assert [ticket["status"] for ticket in cancelled["tickets"]] == ["VOID"]
    after = (await alice.ask(BOOKING, id=booking["id"]))["booking"]
    assert after["payment"] == {
        "status": "REFUNDED",
        "refunded": before["total"],
        "refunds": [{"amount": before["total"]}],
    }
    assert await _cancel(alice, booking["id"], key) == cancelled
    again = await book(bob, (await hold(bob, showtime, "C3"))["id"])
    assert again["status"] == "CONFIRMED"
