"""`kill -9` at every named step of the saga."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from math import ceil

from tests.faults.customers import Answer, Customer
from tests.faults.house import House, Red

_REPEATS = 5
_WAVE = 20
_TO_REACH = 60.0
"""Recovery begins 15 s after the step that was left; some points are behind it."""
_FINAL_WITHIN = 30.0

Story = Callable[[Customer, str, str], Coroutine[object, object, Answer | None]]


async def _buy(customer: Customer, showtime: str, seat: str) -> Answer | None:
    held = await customer.hold(showtime, seat)
    return await customer.book(held["id"]) if held["__typename"] == "SeatHold" else None


async def _decline(customer: Customer, showtime: str, seat: str) -> Answer:
    held = await customer.hold(showtime, seat)
    return await customer.book(held["id"], "tok_declined")


async def _cancel(customer: Customer, showtime: str, seat: str) -> Answer | None:
    booked = await _buy(customer, showtime, seat)
    if booked is None or booked["__typename"] != "Booking":
        return booked
    return await customer.cancel(booked["id"])


async def _lose_the_answer(customer: Customer, showtime: str, seat: str) -> Answer:
    held = await customer.hold(showtime, seat)
    return await customer.book(held["id"], "tok_response_lost")


async def _nothing_came(customer: Customer, showtime: str, seat: str) -> Answer:
    held = await customer.hold(showtime, seat)
    return await customer.book(held["id"], "tok_unavailable")


async def _extend(customer: Customer, showtime: str, seat: str) -> Answer:
    held = await customer.hold(showtime, seat)
    return await customer.do("extendHold", id=held["id"])


async def _release(customer: Customer, showtime: str, seat: str) -> Answer:
    held = await customer.hold(showtime, seat)
    return await customer.do("releaseHold", id=held["id"])


@dataclass(frozen=True, slots=True)
class Step:
    """A write or call of a service, and a story in which it is made."""

    service: str
    name: str
    story: Story
    held_up: str | None = None
    """A point of payment where this customer's call is kept meanwhile."""


STEPS = (
    *(
        Step("booking", name, _buy)
        for name in (
            "idempotency.begin",
            "inventories.claim",
            "holds.add",
            "idempotency.run",
            "holds.take",
            "inventories.prolong",
            "bookings.add",
            "payments.authorize",
            "bookings.confirm",
            "payments.capture",
            "bookings.move",
            "events.publish",
        )
    ),
    Step("booking", "holds.give_back", _decline),
    Step("booking", "bookings.cancel", _cancel),
    Step("booking", "payments.refund", _cancel),
    Step("booking", "holds.extend", _extend),
    Step("booking", "holds.remove", _release),
    Step("booking", "inventories.release", _release),
    Step("booking", "bookings.lease", _nothing_came),
    Step("booking", "payments.find", _nothing_came),
    # Payment hears nothing of the booking before it is given up, so booking alone can void it.
    Step("booking", "payments.void", _buy, held_up="before payments.add"),
    *(
        Step("payment", name, _buy)
        for name in (
            "tokens.spend",
            "payments.add",
            "provider.authorize",
            "payments.save",
            "provider.capture",
            "events.publish",
        )
    ),
    Step("payment", "provider.refund", _cancel),
    Step("payment", "provider.find", _lose_the_answer),
    Step("payment", "provider.void", _nothing_came),
)


async def run(house: House, share: float) -> str:
    points = [(step, when) for step in STEPS for when in ("before", "after")] * _REPEATS
    chosen = house.random.sample(points, ceil(len(points) * share))
    slowest, kills = 0.0, 0
    for start in range(0, len(chosen), _WAVE):
        wave = chosen[start : start + _WAVE]
        async with asyncio.TaskGroup() as stories:
            for step, when in wave:
                customer, (showtime, seat) = await house.customer(), house.fresh_seat()
                plan = house.stack.plans[step.service]
                rule = plan.kill(f"{when} {step.name}")
                if step.held_up:
                    house.stack.plans["payment"].wait(step.held_up, customer.account_id)
                stories.create_task(step.story(customer, showtime, seat))
                try:
                    await house.stack.revive(step.service, _TO_REACH)
                except TimeoutError:
                    raise Red(f"{when} {step.name} of {step.service} was never reached") from None
                if not plan.reached(rule):
                    raise Red(f"{step.service} died by itself, at another place than {step.name}")
                for each in house.stack.plans.values():
                    each.clear()
                kills += 1
            slowest = max(slowest, await house.quiet(_FINAL_WITHIN))
        await house.clean(_FINAL_WITHIN)
    return (
        f"{kills} kills at {len(STEPS) * 2} points, each final within {slowest:.0f} s "
        "of the last restart of its wave of twenty"
    )
