"""Two buyers never get the same seat."""

import asyncio
from collections import Counter
from collections.abc import Callable

from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold

BUYERS = 50
ROUNDS = 5


async def test_one_of_fifty_buyers_gets_the_seat(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    buyers = [await new_customer() for _ in range(BUYERS)]
    for _ in range(ROUNDS):
        showtime = fresh_showtime()
        answers = await asyncio.gather(*(hold(buyer, showtime, "C5") for buyer in buyers))
        kinds = Counter(answer["__typename"] for answer in answers)
        assert kinds == {"SeatHold": 1, "SeatsUnavailable": BUYERS - 1}
        for answer in answers:
            if answer["__typename"] == "SeatsUnavailable":
                assert answer["seatIds"] == ["C5"]
                assert answer["alternatives"]
                assert ["C5"] not in answer["alternatives"]
        ((winner, held),) = [
            (buyer, answer)
            for buyer, answer in zip(buyers, answers, strict=True)
            if answer["__typename"] == "SeatHold"
        ]
        assert (await book(winner, held["id"]))["status"] == "CONFIRMED"
        late = await asyncio.gather(*(hold(buyer, showtime, "C5") for buyer in buyers))
        assert {answer["__typename"] for answer in late} == {"SeatsUnavailable"}
