"""Holding and booking, as a client does that repeats calls after a transient failure."""

import asyncio
from typing import Any
from uuid import uuid4

from dev.client import Client, GraphqlErrors

HOLD = """
mutation Hold($input: HoldSeatsInput!) {
  holdSeats(input: $input) {
    __typename
    ... on SeatHold { id total { amountMinor } seats { seatId } }
    ... on UserError { code message }
    ... on SeatsUnavailable { seatIds alternatives }
    ... on InvalidInput { fields { path code } }
  }
}
"""
HOLD_BEST = """
mutation HoldBest($input: HoldBestSeatsInput!) {
  holdBestSeats(input: $input) {
    __typename
    ... on SeatHold { id seats { seatId category } }
    ... on UserError { code message }
  }
}
"""
BOOK = """
mutation Book($input: BookHoldInput!) {
  bookHold(input: $input) {
    __typename
    ... on Booking { id status tickets { seatId code status } payment { id status } }
    ... on UserError { code message }
    ... on PaymentDeclined { declineCode }
  }
}
"""

_TRANSIENT = {
    "SUBGRAPH_UNAVAILABLE",
    "DEADLINE_EXCEEDED",
    "SERVICE_UNAVAILABLE",
    "SERVICE_BUSY",
    "OUTCOME_PENDING",
}
_ATTEMPTS = 5


async def _ask_patiently(client: Client, mutation: str, *, input: dict[str, Any]) -> dict[str, Any]:
    """Return the answer, after a few attempts if the machine is too busy.

    The idempotency key makes every attempt the same call.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            return await client.ask(mutation, input=input)
        except GraphqlErrors as failed:
            if any(error["extensions"]["code"] not in _TRANSIENT for error in failed.errors):
                raise
            await asyncio.sleep(1)
    return await client.ask(mutation, input=input)


async def hold(
    client: Client, showtime_id: str, *seat_ids: str, key: str | None = None
) -> dict[str, Any]:
    """Return the answer of holdSeats."""
    answer = await _ask_patiently(
        client,
        HOLD,
        input={
            "showtimeId": showtime_id,
            "seats": [{"seatId": seat_id} for seat_id in seat_ids],
            "idempotencyKey": key or uuid4().hex,
        },
    )
    return answer["holdSeats"]


async def hold_best(
    client: Client, showtime_id: str, *categories: str, key: str | None = None
) -> dict[str, Any]:
    """Return the answer of holdBestSeats."""
    wanted = {"showtimeId": showtime_id, "categories": categories}
    answer = await _ask_patiently(
        client, HOLD_BEST, input=wanted | {"idempotencyKey": key or uuid4().hex}
    )
    return answer["holdBestSeats"]


async def book(
    client: Client, hold_id: str, token: str | None = "tok_visa", key: str | None = None
) -> dict[str, Any]:
    """Return the answer of bookHold."""
    answer = await _ask_patiently(
        client,
        BOOK,
        input={
            "holdId": hold_id,
            "paymentToken": token,
            "idempotencyKey": key or uuid4().hex,
        },
    )
    return answer["bookHold"]
