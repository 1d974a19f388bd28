"""The programme has enough showtimes at every hour of the day."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.faults.programme import programme
from tests.faults.suite import ROWS

HOURS = [datetime(2026, 3, 1, hour, 17, tzinfo=UTC) for hour in range(0, 24, 5)]


@pytest.mark.parametrize("now", HOURS)
def test_every_row_has_its_own_showtimes_more_than_30_hours_away(now: datetime) -> None:
    shown = programme(now)
    starts = {each["id"]: each["startsAt"] for each in shown.file["showtimes"]}
    assert len(shown.showtimes) >= sum(row.showtimes for row in ROWS.values() if not row.measures)
    for id in shown.showtimes:
        assert datetime.fromisoformat(starts[id]) - now > timedelta(hours=30)


@pytest.mark.parametrize("now", HOURS)
def test_there_is_one_showtime_per_hour_and_none_overlap_in_an_auditorium(now: datetime) -> None:
    shown = programme(now)
    for (start, _), (after, _) in pairwise(shown.soon):
        assert after - start == timedelta(hours=1)
    auditoriums = {each["id"]: each["auditoriumId"] for each in shown.file["showtimes"]}
    minutes = {movie["id"]: movie["runtimeMinutes"] for movie in shown.file["movies"]}
    movies = {each["id"]: each["movieId"] for each in shown.file["showtimes"]}
    free_from: dict[str, datetime] = {}
    for start, id in shown.soon:
        assert start >= free_from.get(auditoriums[id], now)
        # 10 minutes of trailers before the movie, 15 minutes of cleaning after it.
        free_from[auditoriums[id]] = start + timedelta(minutes=10 + minutes[movies[id]] + 15)
