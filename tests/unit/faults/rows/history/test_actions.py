"""A history accepts one effect of a call that was made twice at once."""

from random import Random

import pytest

from tests.faults.customers import Answer
from tests.faults.rows.history.actions import call_maybe_twice
from tests.faults.testbed import RowFailed

REFUSED: Answer = {"__typename": "BookingNotCancellable"}
CONFLICT: Answer = {"__typename": "IdempotencyConflict"}


class AlwaysTwice(Random):
    """Random choices with which every call is made twice."""

    def random(self) -> float:
        return 0.0


def booking(id: str) -> Answer:
    return {"__typename": "Booking", "id": id}


async def answer_of_two_calls(*answers: Answer) -> Answer:
    left = list(answers)

    async def call(_key: str) -> Answer:
        return left.pop(0)

    return await call_maybe_twice(AlwaysTwice(7), call)


async def test_two_effects_of_one_key_fail_the_row() -> None:
    with pytest.raises(RowFailed):
        await answer_of_two_calls(booking("bkg_1"), booking("bkg_2"))


@pytest.mark.parametrize("other", [booking("bkg_1"), REFUSED, CONFLICT])
async def test_the_answer_with_the_effect_is_returned(other: Answer) -> None:
    assert await answer_of_two_calls(other, booking("bkg_1")) == booking("bkg_1")
    assert await answer_of_two_calls(booking("bkg_1"), other) == booking("bkg_1")


async def test_two_refusals_are_a_refusal() -> None:
    assert await answer_of_two_calls(REFUSED, REFUSED) == REFUSED
