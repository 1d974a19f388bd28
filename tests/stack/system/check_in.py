"""Checking a ticket in, as a device with a network does."""

from typing import Any
from uuid import uuid4

from dev.client import Client

CHECK_IN = """
mutation CheckIn($input: CheckInTicketInput!) {
  checkInTicket(input: $input) {
    __typename
    ... on TicketAccepted { ticket { id seatId status } booking { reference status } }
    ... on TicketRejected { checkedInAt }
    ... on UserError { code }
  }
}
"""


async def check_in(client: Client, code: str, key: str | None = None) -> dict[str, Any]:
    """Return the answer of checkInTicket."""
    given = {"code": code, "idempotencyKey": key or uuid4().hex}
    return (await client.ask(CHECK_IN, input=given))["checkInTicket"]
