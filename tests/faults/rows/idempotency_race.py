"""A hundred calls at once with one idempotency key, on each mutation that takes a key."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from math import ceil
from typing import Any
from uuid import uuid4

from pymongo import AsyncMongoClient

from tests.faults.customers import Answer, Customer
from tests.faults.testbed import RowFailed, Testbed

_KEYS, _AT_ONCE, _A_SHOWTIME = 100, 100, 15
_SEATS = [f"{row}{number}" for row in "CDEF" for number in range(1, 11)]

Call = Callable[[str], Awaitable[Answer]]


async def run(testbed: Testbed, scale: float) -> str:
    keys = ceil(_KEYS * scale)
    showtimes = [testbed.showtime() for _ in range(ceil(keys / _A_SHOWTIME))]
    tickets: dict[str, str] = {}
    for number in range(keys):
        round, place = divmod(number, _A_SHOWTIME)
        seat, other = _SEATS[2 * place], _SEATS[2 * place + 1]
        # A new customer for each round of keys: all that they own in the end comes from these.
        customer = await testbed.customer()
        tickets[customer.account_id] = await _one_customer(
            testbed, customer, showtimes[round], seat, other
        )
    await testbed.settle_and_audit()
    for account_id, ticket_id in tickets.items():
        found = await _effects(testbed, account_id, ticket_id)
        if found != _ONE_EACH:
            raise RowFailed(f"effects {found}, expected {_ONE_EACH}")
    return (
        f"{keys} keys on each of 5 mutations, {_AT_ONCE} calls at once with each key: one answer "
        f"and, counted in the databases, one effect per key; {keys * 5 * _AT_ONCE} calls; other "
        "arguments refused"
    )


async def _one_customer(
    testbed: Testbed, customer: Customer, showtime: str, seat: str, other: str
) -> str:
    """Hold, hold best, book, cancel and check in, each with one key and a hundred calls.

    Return the id of the ticket that is checked in.
    """
    held = await _repeated(
        "SeatHold",
        lambda key: customer.hold(showtime, seat, key=key),
        lambda key: customer.hold(showtime, other, key=key),
    )
    best = await _repeated(
        "SeatHold",
        lambda key: customer.hold_best(showtime, "ADULT", seat_class="PREMIUM", key=key),
        lambda key: customer.hold_best(showtime, "CHILD", seat_class="PREMIUM", key=key),
    )
    booked = await _repeated(
        "Booking",
        lambda key: customer.book(held["id"], key=key),
        lambda key: customer.book(held["id"], "tok_mastercard", key=key),
    )
    await _repeated(
        "Booking",
        lambda key: customer.cancel(booked["id"], key),
        lambda key: customer.do(
            "cancelBooking", bookingId=booked["id"], reason="another", idempotencyKey=key
        ),
    )
    ticket = (await customer.book(best["id"]))["tickets"][0]
    await _repeated(
        "TicketAccepted",
        lambda key: testbed.admin.do("checkInTicket", code=ticket["code"], idempotencyKey=key),
        lambda key: testbed.admin.do(
            "checkInTicket", code=ticket["code"] + "A", idempotencyKey=key
        ),
    )
    return ticket["id"]


_ONE_EACH: Mapping[str, int] = {
    "holds": 2,
    "bookings": 2,
    "cancelled": 1,
    "charged": 2,
    "refunds": 1,
    "scans": 1,
}
"""Effects of one key per mutation, and of a second booking, whose ticket is checked in."""


async def _effects(testbed: Testbed, account_id: str, ticket_id: str) -> dict[str, int]:
    """Count what the databases have of an account, and a ticket's scans."""
    async with AsyncMongoClient[dict[str, Any]](testbed.mongo_url) as client:
        own = {"accountId": account_id}
        booking, payment = client["booking"], client["payment"]
        bookings = [row async for row in booking["bookings"].find(own)]
        payments = [row async for row in payment["payments"].find(own)]
        ticket = await booking["tickets"].find_one({"_id": ticket_id})
        taken = {f"capture:{row['_id']}" for row in payments}
        return {
            "holds": await booking["holds"].count_documents(own),
            "bookings": len(bookings),
            "cancelled": sum(row["status"] == "CANCELLED" for row in bookings),
            "charged": await payment["ledger"].count_documents({"cause": {"$in": list(taken)}}),
            "refunds": sum(len(row["refunds"]) for row in payments),
            "scans": len(ticket["scans"]) if ticket else 0,
        }


async def _repeated(wanted: str, call: Call, otherwise: Call) -> Answer:
    """Make a hundred equal calls at once and return their one answer.

    The same key with other arguments must be refused.
    """
    key = uuid4().hex
    answers = await asyncio.gather(*(call(key) for _ in range(_AT_ONCE)))
    different = {json.dumps(answer, sort_keys=True) for answer in answers}
    if len(different) > 1:
        raise RowFailed(f"{len(different)} answers to one key: {sorted(different)[:3]}")
    if answers[0]["__typename"] != wanted:
        raise RowFailed(f"expected a {wanted}, got {answers[0]}")
    if (refused := await otherwise(key))["__typename"] != "IdempotencyConflict":
        raise RowFailed(f"a used key with other arguments was answered with {refused}")
    return answers[0]
