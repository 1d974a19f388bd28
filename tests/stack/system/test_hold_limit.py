"""An account has at most two holds of a showtime, even with calls at the same time."""

import asyncio
from collections import Counter
from collections.abc import Callable

from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import hold


async def test_two_of_ten_holds_at_the_same_time_are_granted(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    for _ in range(3):
        showtime = fresh_showtime()
        answers = await asyncio.gather(*(hold(alice, showtime, f"C{n}") for n in range(1, 11)))
        assert Counter(answer["__typename"] for answer in answers) == {
            "SeatHold": 2,
            "InvalidInput": 8,
        }
        codes = {answer["fields"][0]["code"] for answer in answers if "fields" in answer}
        assert codes == {"TOO_MANY_HOLDS"}
