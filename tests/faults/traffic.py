"""Customers at work: everybody buys, one purchase after the other, until told to stop."""

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
"""Seconds; so long a customer repeats a call that gets no answer."""


class Traffic(Counter[str]):
    """What came of the purchases so far, by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = asyncio.Event()

    @property
    def confirmed(self) -> int:
        """How many bookings were confirmed, those counted that were cancelled afterwards."""
        return self["CONFIRMED"] + self["cancelled"]

    async def wait_for(self, bookings: int) -> None:
        """Return once so many more bookings are confirmed; AssertionError when they are not."""
        wanted = self.confirmed + bookings
        await until(
            lambda: self.confirmed >= wanted, _PROGRESS_WITHIN, f"nobody can book any more: {self}"
        )


@asynccontextmanager
async def traffic(
    testbed: Testbed, customers: Sequence[Customer], showtimes: Sequence[str]
) -> AsyncGenerator[Traffic]:
    """Let the customers buy seats of these showtimes meanwhile; what comes of it."""
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
    """One purchase, with second thoughts now and then; how it ended."""
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
    """Hold one to three seats, by name or the best that there are."""
    size = random.randint(1, 3)
    if random.random() < 0.5:
        return await customer.hold_best(showtime, *["ADULT"] * size, key=key(random))
    seats = random.sample([f"{row}{number}" for row in "CDEF" for number in range(1, 11)], size)
    return await customer.hold(showtime, *seats, key=key(random))


def key(random: Random) -> str:
    """An idempotency key."""
    return UUID(int=random.getrandbits(128)).hex
