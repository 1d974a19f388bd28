"""One idempotency key a hundred times at once, on each mutation that takes one."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from math import ceil
from uuid import uuid4

from tests.faults.customers import Answer, Customer
from tests.faults.house import House, Red

_KEYS, _AT_ONCE, _CONNECTIONS = 100, 100, 10

Call = Callable[[str], Awaitable[Answer]]


async def run(house: House, share: float) -> str:
    customers = await house.customers(_CONNECTIONS)
    keys = ceil(_KEYS * share)
    calls = 0
    for number in range(keys):
        customer = customers[number % _CONNECTIONS]
        calls += await _one_customer(house, customer)
    await house.clean()
    return (
        f"{keys} keys on each of 5 mutations, {_AT_ONCE} times at once: one effect and one answer "
        f"for each, {calls} calls; other arguments refused"
    )


async def _one_customer(house: House, customer: Customer) -> int:
    """Hold, hold best, book, cancel and check in, each by one key and a hundred calls."""
    (showtime, seat), (_, other) = house.fresh_seat(), house.fresh_seat()
    held = await _repeated(
        lambda key: customer.hold(showtime, seat, key=key),
        lambda key: customer.hold(showtime, other, key=key),
    )
    # Premium, so that nobody's fresh seat is taken.
    best = await _repeated(
        lambda key: customer.hold_best(showtime, "ADULT", seat_class="PREMIUM", key=key),
        lambda key: customer.hold_best(showtime, "CHILD", seat_class="PREMIUM", key=key),
    )
    booked = await _repeated(
        lambda key: customer.book(held["id"], key=key),
        lambda key: customer.book(held["id"], "tok_mastercard", key=key),
    )
    await _repeated(
        lambda key: customer.cancel(booked["id"], key),
        lambda key: customer.do(
            "cancelBooking", bookingId=booked["id"], reason="another", idempotencyKey=key
        ),
    )
    code = (await customer.book(best["id"]))["tickets"][0]["code"]
    await _repeated(
        lambda key: house.admin.do("checkInTicket", code=code, idempotencyKey=key),
        lambda key: house.admin.do("checkInTicket", code=code + "A", idempotencyKey=key),
    )
    return 5 * _AT_ONCE


async def _repeated(call: Call, otherwise: Call) -> Answer:
    """The one answer to a hundred equal calls; the same key with other arguments is refused."""
    key = uuid4().hex
    answers = await asyncio.gather(*(call(key) for _ in range(_AT_ONCE)))
    different = {json.dumps(answer, sort_keys=True) for answer in answers}
    if len(different) > 1:
        raise Red(f"{len(different)} answers to one key: {sorted(different)[:3]}")
    if (refused := await otherwise(key))["__typename"] != "IdempotencyConflict":
        raise Red(f"other arguments under a used key: {refused}")
    return answers[0]
