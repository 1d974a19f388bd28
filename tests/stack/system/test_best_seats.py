"""Many customers ask for the best seats at the same time."""

import asyncio
from collections.abc import Callable

from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import hold_best

CUSTOMERS = 12
"""Fewer than the 15 pairs of standard seats."""


async def test_every_customer_gets_another_pair_of_adjacent_seats(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    customers, showtime = [await new_customer() for _ in range(CUSTOMERS)], fresh_showtime()
    answers = await asyncio.gather(
        *(hold_best(customer, showtime, "ADULT", "CHILD") for customer in customers)
    )
    assert {answer["__typename"] for answer in answers} == {"SeatHold"}
    pairs = [[seat["seatId"] for seat in answer["seats"]] for answer in answers]
    assert len({seat for pair in pairs for seat in pair}) == 2 * CUSTOMERS
    for left, right in pairs:
        assert left[0] == right[0]
        assert abs(int(left[1:]) - int(right[1:])) == 1


async def test_the_same_key_holds_the_same_seats_once(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    first = await hold_best(alice, showtime, "ADULT", key="best")
    assert await hold_best(alice, showtime, "ADULT", key="best") == first
    assert (await hold_best(alice, showtime, "CHILD", key="best"))["__typename"] == (
        "IdempotencyConflict"
    )
