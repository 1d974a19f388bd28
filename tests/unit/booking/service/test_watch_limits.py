"""The watchers of a process are counted, together and by account."""

from contextlib import ExitStack

import pytest

from shared.errors import Busy
from subgraphs.booking.errors import TooManyWatched
from subgraphs.booking.service.watch_limits import MOST_OF_AN_ACCOUNT, MOST_WATCHERS, WatchLimits


def test_an_account_has_a_bounded_number_of_watchers() -> None:
    limits = WatchLimits()
    with ExitStack() as watchers:
        for _ in range(MOST_OF_AN_ACCOUNT):
            watchers.enter_context(limits.counted("acc_1"))
        with pytest.raises(TooManyWatched, match=str(MOST_OF_AN_ACCOUNT)), limits.counted("acc_1"):
            pass
        watchers.enter_context(limits.counted("acc_2"))
    with limits.counted("acc_1"):
        pass


def test_a_process_has_a_bounded_number_of_watchers() -> None:
    """Guests have no account, and count all the same."""
    limits = WatchLimits()
    with ExitStack() as watchers:
        for _ in range(MOST_WATCHERS):
            watchers.enter_context(limits.counted(None))
        with pytest.raises(Busy), limits.counted("acc_1"):
            pass
    with limits.counted("acc_1"):
        pass


def test_a_watcher_that_fails_gives_its_place_back() -> None:
    limits = WatchLimits()
    for _ in range(MOST_OF_AN_ACCOUNT + 1):
        with pytest.raises(ValueError, match="gone"), limits.counted("acc_1"):
            raise ValueError("gone")
