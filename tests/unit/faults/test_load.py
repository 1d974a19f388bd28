"""What is counted of a load."""

import pytest

from tests.faults.crowd.seen import Seen
from tests.faults.load import Load, Usual, part

USUAL = Usual({"page": 10.0, "bookHold": 200.0}, reads=100.0, purchases=5.0)


def load(pages: list[float], purchases: list[float]) -> Load:
    """Two seconds, in which one reader was refused after a millisecond."""
    return Load(2, Seen({"page": pages}, [1.0]), Seen({"bookHold": purchases}), USUAL)


def test_work_is_a_part_of_the_most_reads_and_of_the_most_purchases() -> None:
    assert load([15.0] * 100, [300.0] * 4).work == pytest.approx(50 / 100 + 2 / 5)


def test_an_answer_that_is_too_late_counts_for_nothing() -> None:
    busy = load([15.0, 3_001.0], [3_001.0])
    assert (busy.reads, busy.purchases, busy.work) == (0.5, 0, 0.5 / 100)


def test_answers_are_compared_with_the_time_that_they_take_alone() -> None:
    busy = load([20.0] * 99 + [900.0], [400.0] * 98 + [600.0] * 2)
    assert (busy.reads_took(0.99), busy.steps_took(0.99), busy.steps_took(0.9)) == (2, 3, 2)


def test_rates_are_a_second() -> None:
    busy = load([20.0] * 100, [400.0] * 5)
    assert (busy.reads, busy.purchases, busy.shed) == (50, 2.5, [1.0])


def test_a_part_of_nothing_is_zero() -> None:
    assert part([], 0.99) == 0
