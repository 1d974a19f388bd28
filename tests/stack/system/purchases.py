"""Holding and booking, as a customer's client does: what got no answer is repeated as it was."""

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

_AWAY = {"SUBGRAPH_UNAVAILABLE", "SERVICE_UNAVAILABLE"}
_TRIES = 5


async def _answered(client: Client, mutation: str, *, input: dict[str, Any]) -> dict[str, Any]:
    """The answer, from a machine that is too busy to give it at once, too.

    The idempotency key makes the repetition the same call.
    """
    for _ in range(_TRIES - 1):
        try:
            return await client.ask(mutation, input=input)
        except GraphqlErrors as failed:
            if any(error["extensions"]["code"] not in _AWAY for error in failed.errors):
                raise
            await asyncio.sleep(1)
    return await client.ask(mutation, input=input)


async def hold(
    client: Client, showtime_id: str, *seat_ids: str, key: str | None = None
) -> dict[str, Any]:
    """The answer of holdSeats."""
    answer = await _answered(
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
    """The answer of holdBestSeats."""
    wish = {"showtimeId": showtime_id, "categories": categories}
    answer = await _answered(client, HOLD_BEST, input=wish | {"idempotencyKey": key or uuid4().hex})
    return answer["holdBestSeats"]


async def book(
    client: Client, hold_id: str, token: str = "tok_visa", key: str | None = None
) -> dict[str, Any]:
    """The answer of bookHold."""
    answer = await _answered(
        client,
        BOOK,
        input={
            "holdId": hold_id,
            "paymentToken": token,
            "idempotencyKey": key or uuid4().hex,
        },
    )
    return answer["bookHold"]
