"""Pauses double up to a limit."""

from datetime import timedelta

import pytest

from shared.backoff import Backoff

BACKOFF = Backoff(first=timedelta(seconds=0.2), longest=timedelta(seconds=5))


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 0.2), (2, 0.4), (3, 0.8), (4, 1.6), (5, 3.2), (6, 5), (7, 5)]
)
def test_the_pause_doubles_up_to_the_longest(attempt: int, seconds: float) -> None:
    assert BACKOFF.pause(attempt) == timedelta(seconds=seconds)


@pytest.mark.parametrize("attempt", [0, -1])
def test_a_count_below_one_gives_the_first_pause(attempt: int) -> None:
    assert BACKOFF.pause(attempt) == BACKOFF.first


def test_many_attempts_do_not_overflow() -> None:
    assert BACKOFF.pause(1_000_000) == BACKOFF.longest


def test_the_first_pause_is_no_longer_than_the_longest() -> None:
    assert Backoff(timedelta(seconds=9), timedelta(seconds=5)).pause(1) == timedelta(seconds=5)
