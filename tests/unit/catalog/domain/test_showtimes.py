"""A cinema's own days and hours, also on days on which clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subgraphs.catalog.domain.showtimes import (
    a_week_later,
    business_date,
    ends_at,
    latest_day,
    occupied_until,
    slots,
)

SANTIAGO = "America/Santiago"


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))  # pyright: ignore[reportArgumentType] - year to minute


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(20, 0, 31), (23, 59, 31), (5, 0, 31), (4, 59, 30)],
)
def test_a_day_ends_at_five(hour: int, minute: int, day: int) -> None:
    starts_at = local("America/Bogota", 2026, 12, 31, hour, minute)
    assert business_date(starts_at, "America/Bogota") == date(2026, 12, day)


def test_half_past_midnight_belongs_to_the_evening_before() -> None:
    new_year = local(SANTIAGO, 2027, 1, 1, 0, 30)
    assert business_date(new_year, SANTIAGO) == date(2026, 12, 31)


def test_the_same_moment_is_another_day_elsewhere() -> None:
    moment = datetime(2026, 12, 31, 9, 30, tzinfo=UTC)
    assert business_date(moment, "America/Bogota") == date(2026, 12, 30)
    assert business_date(moment, SANTIAGO) == date(2026, 12, 31)


def hours_of(day: date, zone: str) -> list[datetime]:
    """The half hours that belong to a cinema's day."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    return [
        moment
        for moment in (begin + timedelta(minutes=30 * n) for n in range(150))
        if business_date(moment, zone) == day
    ]


@pytest.mark.parametrize(
    ("day", "half_hours"),
    [
        (date(2026, 4, 3), 48),
        # In Chile clocks go back at midnight of the first Saturday in April, and forward in
        # September: the cinema's Saturday has one hour more, or less.
        (date(2026, 4, 4), 50),
        (date(2026, 9, 5), 46),
    ],
)
def test_a_day_with_a_clock_change_is_longer_or_shorter(day: date, half_hours: int) -> None:
    found = hours_of(day, SANTIAGO)
    assert len(found) == half_hours
    assert found == [found[0] + timedelta(minutes=30 * n) for n in range(half_hours)]
    assert found[0].astimezone(ZoneInfo(SANTIAGO)).strftime("%d %H:%M") == f"{day.day:02} 05:00"


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 9, 2), date(2026, 6, 10)])
def test_a_week_later_is_the_same_time_by_the_clock(day: date) -> None:
    before = local(SANTIAGO, day.year, day.month, day.day, 20, 30)
    after = a_week_later(before.astimezone(UTC), SANTIAGO).astimezone(ZoneInfo(SANTIAGO))
    assert after.strftime("%Y-%m-%d %H:%M") == f"{day + timedelta(weeks=1)} 20:30"


def test_a_time_that_the_clock_skips_is_an_hour_later() -> None:
    skipped = a_week_later(local(SANTIAGO, 2026, 8, 30, 0, 30), SANTIAGO)
    assert skipped.astimezone(ZoneInfo(SANTIAGO)).strftime("%d %H:%M") == "06 01:30"


def test_trailers_and_cleaning_take_the_auditorium_too() -> None:
    start = datetime(2026, 6, 10, 20, tzinfo=UTC)
    end = ends_at(start, 100)
    assert end - start == timedelta(minutes=110)
    assert occupied_until(end) - start == timedelta(minutes=125)
    assert len(slots(start, end)) == 25


starts = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3)).map(  # noqa: DTZ001 - hypothesis wants them naive
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)


@given(starts, starts, st.integers(1, 300), st.integers(1, 300))
def test_showtimes_that_overlap_share_a_slot(
    one: datetime, other: datetime, minutes: int, other_minutes: int
) -> None:
    one_end, other_end = ends_at(one, minutes), ends_at(other, other_minutes)
    shared = set(slots(one, one_end)) & set(slots(other, other_end))
    if one < occupied_until(other_end) and other < occupied_until(one_end):
        assert shared


@given(starts, st.integers(1, 300), st.integers(1, 300))
def test_showtimes_on_the_grid_may_follow_each_other_without_a_pause(
    one: datetime, minutes: int, other_minutes: int
) -> None:
    grid = one.replace(minute=one.minute // 5 * 5, second=0)
    end = ends_at(grid, minutes - minutes % 5)
    following = occupied_until(end)
    assert not set(slots(grid, end)) & set(slots(following, ends_at(following, other_minutes)))


def test_a_zone_that_is_known_no_more_counts_by_utc() -> None:
    """Older code stored `localtime`, which the pinned package does not have."""
    moment = datetime(2026, 6, 10, 5, tzinfo=UTC)
    assert business_date(moment, "localtime") == date(2026, 6, 10)
    assert latest_day(moment, ["localtime", "America/Bogota"]) == date(2026, 6, 10)
    assert latest_day(moment, ["America/Bogota"]) == date(2026, 6, 9)
    assert latest_day(moment, []) == date(2026, 6, 10)
