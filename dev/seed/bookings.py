"""Makes bookings for the demo accounts, at least one in each state.

The booking whose charge is stuck is PENDING while the recovery worker asks for the outcome, and
NEEDS_ATTENTION after the worker's last attempt, some minutes later.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from dev.client import Client
from dev.errors import StackError
from dev.operations import operation
from dev.seed.accounts import CUSTOMERS, PASSWORD
from dev.stack import Stack

_MINE = operation("seed-my-bookings")
_SHOWTIMES = operation("seed-showtimes")
_HOLD = operation("seed-hold")
_BOOK = operation("seed-book")


_CANCEL = operation("seed-cancel")


# By the position of the showtime, counted from the last one.
_TOKENS = {1: "tok_declined", 2: "tok_stuck"}


async def seed_bookings(stack: Stack) -> None:
    """Book seats for each customer without a booking."""
    for row, email in enumerate(CUSTOMERS, start=2):
        async with Client(stack.url) as client:
            await client.log_in(email, PASSWORD)
            mine = await client.ask(_MINE)
            if mine["me"]["bookings"]["totalCount"] == 0:
                await _book_for(client, email, "ABCDEFGH"[row])


async def _book_for(client: Client, email: str, row: str) -> None:
    in_two_days = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    found = await client.ask(_SHOWTIMES, date=in_two_days)
    showtimes = [edge["node"]["id"] for edge in found["showtimes"]["edges"]]
    for number, showtime_id in enumerate(showtimes):
        token = _TOKENS.get(len(showtimes) - number, "tok_visa")
        seats = [f"{row}{seat}" for seat in range(3, 5 + number % 3)]
        booking = await _book(client, f"demo-{email}-{showtime_id}", showtime_id, seats, token)
        if number == 0:
            cancel = {"bookingId": booking["id"], "idempotencyKey": "demo"}
            await _done(client, _CANCEL, cancel, ("Booking",))


async def _book(
    client: Client, key: str, showtime_id: str, seats: list[str], token: str
) -> dict[str, Any]:
    hold = await _done(
        client,
        _HOLD,
        {
            "showtimeId": showtime_id,
            "seats": [{"seatId": seat} for seat in seats],
            "idempotencyKey": key,
        },
        ("SeatHold",),
    )
    return await _done(
        client,
        _BOOK,
        {"holdId": hold["id"], "paymentToken": token, "idempotencyKey": key},
        ("Booking", "PaymentDeclined"),
    )


async def _done(
    client: Client, mutation: str, input: dict[str, Any], expected: tuple[str, ...]
) -> dict[str, Any]:
    (answer,) = (await client.ask(mutation, input=input)).values()
    if answer["__typename"] not in expected:
        raise StackError(f"The demo bookings failed: {answer['message']}")
    return answer
