"""What the operations read: a programme, accounts, bookings and payments, and their ids."""

import asyncio
import json
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.catalog.programme import large_programme
from benchmarks.costliest.search import Ids
from benchmarks.people import new_customer
from dev.client import Client
from dev.seed.command import run_command
from dev.stack import Stack
from shared.auth.sessions import LiveSession, SessionStore, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import SystemClock
from shared.storage.redis import connect

SHOWTIMES = 1_000
MOVIES = 100
CUSTOMERS = 60
BOOKINGS = 60
_HOLD = """
mutation Hold($input: HoldSeatsInput!) { holdSeats(input: $input) { ... on SeatHold { id } } }
"""
_BOOK = """
mutation Book($input: BookHoldInput!) {
  bookHold(input: $input) { ... on Booking { id account { id } payment { id } } }
}
"""


async def fill(stack: Stack, folder: Path) -> Ids:
    """Fill the stack, and return the ids of its rows."""
    programme = large_programme(SHOWTIMES, MOVIES)
    file = folder / "programme.json"
    file.write_text(json.dumps(programme))
    await run_command(stack, "catalog", "import", str(file))
    bookings: list[str] = []
    payments: list[str] = []
    accounts: list[str] = []
    showtimes = [showtime["id"] for showtime in programme["showtimes"]]
    async with Client(stack.url) as client:
        for number in range(CUSTOMERS):
            await new_customer(client)
            if number < BOOKINGS:
                booking = await _book(client, showtimes[number % 10 + 200], number // 10)
                bookings.append(booking["id"])
                payments.append(booking["payment"]["id"])
                accounts.append(booking["account"]["id"])
    return {
        "City": [city["id"] for city in programme["cities"]],
        "Cinema": [cinema["id"] for cinema in programme["cinemas"]],
        "Movie": [movie["id"] for movie in programme["movies"]],
        "Showtime": showtimes,
        "Account": accounts,
        "Booking": bookings,
        "Payment": payments,
    }


async def _book(client: Client, showtime_id: str, row: int) -> dict[str, Any]:
    seats = [
        {"seatId": f"{chr(ord('A') + row)}{number}", "category": "ADULT"} for number in range(1, 11)
    ]
    hold = {"showtimeId": showtime_id, "seats": seats, "idempotencyKey": secrets.token_hex(8)}
    held = (await client.ask(_HOLD, input=hold))["holdSeats"]
    book = {
        "holdId": held["id"],
        "paymentToken": "tok_visa",
        "idempotencyKey": secrets.token_hex(8),
    }
    return (await client.ask(_BOOK, input=book))["bookHold"]


async def administrator(stack: Stack, account_id: str) -> str:
    """Return the token of a session for which this account is an administrator."""
    clock, token = SystemClock(), new_token()
    viewer = Viewer(account_id, "ses_search", frozenset({Role.ADMIN}))
    day = timedelta(days=1)
    password = await asyncio.to_thread((stack.folders.keys / "redis-password").read_text)
    redis = connect(stack.upstream.redis_url, password)
    session = LiveSession(viewer, idle=day, absolute_end=clock.now() + day)
    await SessionStore(redis, clock).put(token_hash(token), session)
    await redis.aclose()
    return token
