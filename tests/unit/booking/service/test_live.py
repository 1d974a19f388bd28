"""Live seat maps: one reading for all watchers, the newest state, and no version twice."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import NotFound
from subgraphs.booking.domain.seats import Inventory, SeatState
from subgraphs.booking.errors import TooManyWatched
from subgraphs.booking.service import feeds
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.live import LiveSeatMaps
from subgraphs.booking.service.watch_limits import MOST_OF_AN_ACCOUNT, WatchLimits
from tests.unit.booking.fakes import NOW, SHOWTIME, Catalog, MovedClock, Seats, inventory
from tests.waiting import until


class Hints:
    """ChangeFeed whose hints the test gives."""

    def __init__(self) -> None:
        self.listeners: defaultdict[str, list[asyncio.Event]] = defaultdict(list)

    @contextmanager
    def listen(self, id: str, changed: asyncio.Event) -> Generator[None]:
        self.listeners[id].append(changed)
        try:
            yield
        finally:
            self.listeners[id].remove(changed)

    def give(self) -> None:
        for changed in self.listeners[SHOWTIME]:
            changed.set()


class CountedSeats(Seats):
    """A store that counts its readings, and fails as often as the test says."""

    readings = 0
    failing = 0

    async def by_ids(self, showtime_ids: object) -> dict[str, Inventory]:
        await asyncio.sleep(0)
        self.readings += 1
        if self.failing:
            self.failing -= 1
            raise ConnectionError("the database cannot be reached")
        return dict(self.all)


class WatchedShowtime:
    def __init__(self) -> None:
        self.seats, self.hints, self.clock = CountedSeats(inventory()), Hints(), MovedClock()
        inventories = InventoryLookup(self.seats, Catalog())
        self.maps = LiveSeatMaps(inventories, self.seats, self.hints, self.clock, WatchLimits())

    def change(self) -> None:
        """Store a new version and give a hint."""
        showtime = self.seats.all[SHOWTIME]
        self.seats.all[SHOWTIME] = replace(showtime, version=showtime.version + 1)
        self.hints.give()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> WatchedShowtime:
    monkeypatch.setattr(feeds, "_PAUSE", timedelta(0))
    return WatchedShowtime()


async def _next(watching: AsyncGenerator[Inventory]) -> int:
    return (await asyncio.wait_for(anext(watching), 5)).version


async def test_a_watcher_gets_the_map_now_and_then_each_newer_one(watched: WatchedShowtime) -> None:
    watching = watched.maps.watch(SHOWTIME, None)
    assert await _next(watching) == 1
    watched.change()
    assert await _next(watching) == 2
    await watching.aclose()


async def test_a_watcher_that_falls_behind_gets_the_newest_version_only(
    watched: WatchedShowtime,
) -> None:
    watching = watched.maps.watch(SHOWTIME, None)
    await _next(watching)
    for _ in range(5):
        watched.change()
        await asyncio.sleep(0.01)
    assert await _next(watching) == 6
    watched.hints.give()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(watching), 0.05)


async def test_all_watchers_share_one_reading_of_a_change(watched: WatchedShowtime) -> None:
    watchers = [watched.maps.watch(SHOWTIME, None) for _ in range(10)]
    await asyncio.gather(*map(_next, watchers))
    before = watched.seats.readings
    watched.change()
    assert set(await asyncio.gather(*map(_next, watchers))) == {2}
    assert watched.seats.readings == before + 1
    for watching in watchers:
        await watching.aclose()


async def test_a_reading_that_fails_is_repeated(watched: WatchedShowtime) -> None:
    watching = watched.maps.watch(SHOWTIME, None)
    await _next(watching)
    watched.seats.failing = 3
    watched.change()
    assert await _next(watching) == 2
    watched.change()
    assert await _next(watching) == 3
    await watching.aclose()


async def test_a_new_watcher_gets_nothing_older_than_what_is_stored(
    watched: WatchedShowtime,
) -> None:
    first = watched.maps.watch(SHOWTIME, None)
    await _next(first)
    showtime = watched.seats.all[SHOWTIME]
    # Its hint was lost.
    watched.seats.all[SHOWTIME] = replace(showtime, version=7)
    second = watched.maps.watch(SHOWTIME, None)
    assert await _next(second) == 7
    assert await _next(first) == 7
    await first.aclose()
    await second.aclose()


async def test_watching_a_showtime_that_disappears_ends_and_can_begin_again(
    watched: WatchedShowtime,
) -> None:
    watching = watched.maps.watch(SHOWTIME, None)
    await _next(watching)
    showtime = watched.seats.all.pop(SHOWTIME)
    watched.hints.give()
    with pytest.raises(NotFound):
        await _next(watching)
    watched.seats.all[SHOWTIME] = showtime
    again = watched.maps.watch(SHOWTIME, None)
    assert await _next(again) == 1
    await again.aclose()


async def test_listening_ends_with_the_last_watcher(watched: WatchedShowtime) -> None:
    watchers = [watched.maps.watch(SHOWTIME, None) for _ in range(2)]
    await asyncio.gather(*map(_next, watchers))
    for watching in watchers:
        await watching.aclose()
    await until(lambda: not watched.hints.listeners[SHOWTIME])


async def test_a_lapse_raises_the_version_once(watched: WatchedShowtime) -> None:
    showtime = watched.seats.all[SHOWTIME]
    held = replace(
        showtime.seats["A1"],
        state=SeatState.HELD,
        hold_id="hld_1",
        until=NOW + timedelta(milliseconds=50),
    )
    watched.seats.all[SHOWTIME] = replace(showtime, seats={**showtime.seats, "A1": held})
    watching = watched.maps.watch(SHOWTIME, None)
    assert await _next(watching) == 1
    watched.clock.move(seconds=1)
    assert await _next(watching) == 2
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(watching), 0.2)


async def test_an_account_watches_a_bounded_number_of_showtimes(watched: WatchedShowtime) -> None:
    """Other accounts and guests go on, and a place is free once a watcher has gone."""
    watchers = [watched.maps.watch(SHOWTIME, "acc_1") for _ in range(MOST_OF_AN_ACCOUNT)]
    await asyncio.gather(*map(_next, watchers))
    with pytest.raises(TooManyWatched):
        await _next(watched.maps.watch(SHOWTIME, "acc_1"))
    for other in ("acc_2", None):
        watchers.append(watched.maps.watch(SHOWTIME, other))
        assert await _next(watchers[-1]) == 1
    await watchers.pop(0).aclose()
    watchers.append(watched.maps.watch(SHOWTIME, "acc_1"))
    assert await _next(watchers[-1]) == 1
    for watching in watchers:
        await watching.aclose()
