"""Load: customers buy, one purchase after another, until they are stopped."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from random import Random
from uuid import UUID

from tests.faults.customers import Answer, Customer
from tests.faults.testbed import Testbed
from tests.waiting import until

TOKENS = ("tok_visa", "tok_mastercard", "tok_visa", "tok_mastercard", "tok_declined")
_PROGRESS_WITHIN = 90.0
"""Seconds; a customer repeats an unanswered call for that long."""


class Traffic(Counter[str]):
    """Number of purchases so far, by outcome."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = asyncio.Event()

    @property
    def confirmed(self) -> int:
        """Return the number of confirmed bookings, including those cancelled afterwards."""
        return self["CONFIRMED"] + self["cancelled"]

    async def wait_for(self, bookings: int) -> None:
        """Wait until that many more bookings are confirmed; else raise AssertionError."""
        wanted = self.confirmed + bookings
        await until(
            lambda: self.confirmed >= wanted,
            _PROGRESS_WITHIN,
            f"no bookings are confirmed any more: {self}",
        )


@asynccontextmanager
async def traffic(
    testbed: Testbed, customers: Sequence[Customer], showtimes: Sequence[str]
) -> AsyncGenerator[Traffic]:
    """Let the customers buy seats of these showtimes meanwhile; yield the counted outcomes."""
    counts = Traffic()

    async def work(customer: Customer, random: Random) -> None:
        while not counts.closing.is_set():
            counts[await buy(customer, random, showtimes)] += 1

    async with asyncio.TaskGroup() as tasks:
        for customer in customers:
            tasks.create_task(work(customer, Random(testbed.random.getrandbits(64))))
        yield counts
        counts.closing.set()


async def buy(customer: Customer, random: Random, showtimes: Sequence[str]) -> str:
    """Make one purchase, which some customers give up or cancel. Return its outcome."""
    held = await hold_some(customer, random, random.choice(showtimes))
    if held["__typename"] != "SeatHold":
        return held["__typename"]
    if random.random() < 0.2:
        await customer.do("extendHold", id=held["id"])
    if random.random() < 0.15:
        return (await customer.do("releaseHold", id=held["id"]))["__typename"]
    booked = await customer.book(held["id"], random.choice(TOKENS), key(random))
    if booked["__typename"] != "Booking":
        await customer.do("releaseHold", id=held["id"])
        return booked["__typename"]
    if booked["status"] == "CONFIRMED" and random.random() < 0.5:
        cancelled = await customer.cancel(booked["id"], key(random))
        return "cancelled" if cancelled["__typename"] == "Booking" else cancelled["__typename"]
    return booked["status"]


async def hold_some(customer: Customer, random: Random, showtime: str) -> Answer:
    """Hold one to three seats, either chosen or the best ones."""
    size = random.randint(1, 3)
    if random.random() < 0.5:
        return await customer.hold_best(showtime, *["ADULT"] * size, key=key(random))
    seats = random.sample([f"{row}{number}" for row in "CDEF" for number in range(1, 11)], size)
    return await customer.hold(showtime, *seats, key=key(random))


def key(random: Random) -> str:
    """Return a new idempotency key."""
    return UUID(int=random.getrandbits(128)).hex
