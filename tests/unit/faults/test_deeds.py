"""What a customer makes of the answers to one call that was made twice at once."""

from random import Random

import pytest

from tests.faults.customers import Answer
from tests.faults.rows.history.actions import call_maybe_twice
from tests.faults.testbed import RowFailed

REFUSED: Answer = {"__typename": "BookingNotCancellable"}
RUNNING: Answer = {"__typename": "IdempotencyConflict"}


def booking(id: str) -> Answer:
    return {"__typename": "Booking", "id": id}


class Impatient(Random):
    """Always makes the call twice."""

    def random(self) -> float:
        return 0.0


async def what_comes_of(*answers: Answer) -> Answer:
    left = list(answers)

    async def call(_key: str) -> Answer:
        return left.pop(0)

    return await call_maybe_twice(Impatient(7), call)


async def test_two_effects_of_one_key_are_red() -> None:
    with pytest.raises(RowFailed):
        await what_comes_of(booking("bkg_1"), booking("bkg_2"))


@pytest.mark.parametrize("other", [booking("bkg_1"), REFUSED, RUNNING])
async def test_the_effect_counts_whatever_the_other_call_was_told(other: Answer) -> None:
    assert await what_comes_of(other, booking("bkg_1")) == booking("bkg_1")
    assert await what_comes_of(booking("bkg_1"), other) == booking("bkg_1")


async def test_without_an_effect_a_refusal_is_the_answer() -> None:
    assert await what_comes_of(REFUSED, REFUSED) == REFUSED
