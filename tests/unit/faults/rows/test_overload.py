"""The overload row says which of its bounds do not hold."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.faults.crowd.seen import Seen
from tests.faults.load import Load, Usual
from tests.faults.rows.overload import broken_bounds

USUAL = Usual({"page": 10.0, "bookHold": 200.0}, reads=100.0, purchases=5.0)
CONFIRMED = Counter({"CONFIRMED": 5})


def load(pages: int = 100, page: float = 20.0, purchase: float = 400.0) -> Load:
    """Return a second with this many pages and five purchases, that took so many milliseconds."""
    read, bought = Seen({"page": [page] * pages}), Seen({"bookHold": [purchase] * 5})
    return Load(1, read, bought, USUAL)


def broken(
    *, busy: Load | None = None, after: Load | None = None, outcomes: Counter[str] = CONFIRMED
) -> list[str]:
    return broken_bounds(outcomes, load(), load(), busy or load(), after or load())


def test_nothing_is_broken_when_all_is_as_usual() -> None:
    assert broken() == []


def test_three_times_as_long_and_four_fifths_of_the_work_are_allowed() -> None:
    assert broken(busy=load(pages=60, page=60.0, purchase=1_200.0)) == []


@pytest.mark.parametrize(
    ("busy", "bound"),
    [
        (load(pages=59), "work: 1.59, before 2.00"),
        (load(page=61.0), "p99 of reads: 6.10, before 2.00"),
        (load(purchase=1_201.0), "p99 of steps: 6.00, before 2.00"),
    ],
)
def test_an_overload_that_is_too_much(busy: Load, bound: str) -> None:
    assert broken(busy=busy) == [bound]


@pytest.mark.parametrize(
    ("after", "bound"),
    [
        (load(pages=89), "work afterwards: 1.89, before 2.00"),
        (load(page=31.0), "p90 of reads afterwards: 3.10, before 2.00"),
        (load(purchase=601.0), "p90 of steps afterwards: 3.00, before 2.00"),
    ],
)
def test_an_overload_that_is_not_over(after: Load, bound: str) -> None:
    assert broken(after=after) == [bound]


def test_a_wrong_answer_or_a_lost_purchase() -> None:
    wrong = replace(load(), read=Seen({"page": [20.0] * 100}, failures=Counter({"500": 1})))
    assert broken(busy=wrong) == ["readers got wrong answers or none: Counter({'500': 1})"]
    lost = CONFIRMED + Counter({"HoldExpired": 1})
    assert broken(outcomes=lost) == [f"purchases ended otherwise: {lost}"]
