"""What customers, check-in staff and administrators do in a history."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from tests.faults.auditor.calls import DONE
from tests.faults.customers import PASSWORD, Answer, Customer
from tests.faults.testbed import RowFailed, Testbed
from tests.faults.traffic import TOKENS, hold_some, key


async def take_action(
    testbed: Testbed,
    customer: Customer,
    showtimes: Sequence[str],
    random: Random,
    actions: Counter[str],
) -> Customer:
    """Let a customer do something random. Return the customer who acts next: a new one after a
    deletion."""
    if random.random() < 0.01:
        left = await customer.do("deleteMyAccount", password=PASSWORD)
        actions[left["__typename"]] += 1
        return await testbed.customer()
    held = await hold_some(customer, random, random.choice(showtimes))
    actions[held["__typename"]] += 1
    if held["__typename"] == "SeatHold":
        await _use_hold(testbed, customer, held["id"], random, actions)
    return customer


async def _use_hold(
    testbed: Testbed, customer: Customer, hold_id: str, random: Random, actions: Counter[str]
) -> None:
    if random.random() < 0.2:
        await customer.do("extendHold", id=hold_id)
    if random.random() < 0.15:
        await customer.do("releaseHold", id=hold_id)
        return
    token = random.choice(TOKENS)
    booked = await call_maybe_twice(random, lambda key: customer.book(hold_id, token, key))
    if booked["__typename"] != "Booking":
        actions[booked["__typename"]] += 1
        await customer.do("releaseHold", id=hold_id)
        return
    actions["booked"] += booked["status"] == "CONFIRMED"
    fate = random.random()
    if fate < 0.5:
        await call_maybe_twice(random, lambda key: customer.cancel(booked["id"], key))
    elif fate < 0.65:
        for ticket in booked["tickets"]:
            code = ticket["code"]
            await call_maybe_twice(
                random,
                lambda key, code=code: testbed.admin.do(
                    "checkInTicket", code=code, idempotencyKey=key
                ),
            )


async def call_maybe_twice(random: Random, call: Callable[[str], Awaitable[Answer]]) -> Answer:
    """Make a call, sometimes twice at once with one key. Return the answer.

    Raise RowFailed when the two calls have two effects. A refusal has no effect and is not kept,
    so the second call may succeed after the first was refused, such as a cancellation of a booking
    that was PENDING.
    """
    own, calls = key(random), 1 + (random.random() < 0.15)
    answers = await asyncio.gather(*(call(own) for _ in range(calls)))
    effects = {answer.get("id"): answer for answer in answers if answer["__typename"] in DONE}
    if len(effects) > 1:
        raise RowFailed(f"one key had more than one effect: {answers}")
    return next(iter(effects.values()), answers[0])


async def change_schedule(testbed: Testbed, showtimes: list[str], random: Random) -> str:
    """Cancel a showtime, or move one that few customers know yet. Return what was done."""
    # The last two showtimes begin today, and all rows of the testbed share them.
    number = random.randrange(len(showtimes) - 2)
    before, showtimes[number] = showtimes[number], testbed.showtime()
    if random.random() < 0.5:
        await testbed.admin.do("cancelShowtime", id=before)
        return "showtime cancelled"
    fresh = showtimes[number]
    starts = {each["id"]: each["startsAt"] for each in testbed.programme.file["showtimes"]}
    later = datetime.fromisoformat(starts[fresh]) + timedelta(days=random.randint(15, 300))
    moved = await testbed.admin.do("moveShowtime", id=fresh, startsAt=later.isoformat())
    return "showtime moved" if moved["__typename"] == "Showtime" else "showtime not moved"
