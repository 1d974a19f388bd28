"""Moments and days are read as RFC 3339 writes them, and in no other form of ISO 8601."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rfc3339 import DAY_RULE, MOMENT_RULE, parse_day, parse_moment

LIMA = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-31T20:30:00-05:00", datetime(2026, 12, 31, 20, 30, tzinfo=LIMA)),
        ("2026-12-31T20:30:00Z", datetime(2026, 12, 31, 20, 30, tzinfo=UTC)),
        ("2026-12-31t20:30:00z", datetime(2026, 12, 31, 20, 30, tzinfo=UTC)),
        ("2026-12-31T20:30:00-00:00", datetime(2026, 12, 31, 20, 30, tzinfo=UTC)),
        ("2026-12-31T20:30:00.5Z", datetime(2026, 12, 31, 20, 30, 0, 500_000, tzinfo=UTC)),
        (
            "2026-12-31T20:30:00.123456789Z",
            datetime(2026, 12, 31, 20, 30, 0, 123_456, tzinfo=UTC),
        ),
        ("1990-12-31T23:59:60Z", datetime(1991, 1, 1, tzinfo=UTC)),
        ("1990-12-31T15:59:60-08:00", datetime(1991, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_text_is_this_moment(text: str, moment: datetime) -> None:
    assert parse_moment(text) == moment
    assert parse_moment(text).utcoffset() is not None


OTHER_FORMS = {
    "no offset": "2026-12-31T20:30:00",
    "no seconds": "2026-12-31T20:30Z",
    "week": "2026-W51-7T20:00:00Z",
    "week without seconds": "2026-W51-7T20:00Z",
    "day of the year": "2026-365T20:30:00Z",
    "basic form": "20261231T203000Z",
    "space": "2026-12-31 20:30:00Z",
    "no time": "2026-12-31",
    "comma": "2026-12-31T20:30:00,5Z",
    "dot without digits": "2026-12-31T20:30:00.Z",
    "offset without colon": "2026-12-31T20:30:00-0500",
    "offset of hours": "2026-12-31T20:30:00-05",
    "offset with seconds": "2026-12-31T20:30:00-05:00:30",
    "offset of a day": "2026-12-31T20:30:00+24:00",
    "offset of 60 minutes": "2026-12-31T20:30:00+05:60",
    "24:00": "2026-12-31T24:00:00Z",
    "minute 60": "2026-12-31T20:60:00Z",
    "leap second within a month": "2026-12-30T23:59:60Z",
    "leap second within a day": "2026-12-31T20:30:60Z",
    "second 61": "2026-12-31T23:59:61Z",
    "no such day": "2026-02-29T20:30:00Z",
    "year 0": "0000-12-31T20:30:00Z",
    "before year 1 in UTC": "0001-01-01T00:00:00+01:00",
    "after year 9999 in UTC": "9999-12-31T23:59:59-01:00",
    "leap second after year 9999": "9999-12-31T23:59:60Z",
    "five digits": "12026-12-31T20:30:00Z",
    "sign": "+2026-12-31T20:30:00Z",
    "other digits": "２０２６-12-31T20:30:00Z",  # noqa: RUF001 - which it is about
    "space around": " 2026-12-31T20:30:00Z",
    "line feed behind": "2026-12-31T20:30:00Z\n",
    "NUL": "2026-12-31T20:30:00Z\0",
    "words": "tomorrow",
    "nothing": "",
    "number": "1798749000",
}


@pytest.mark.parametrize("text", OTHER_FORMS.values(), ids=OTHER_FORMS)
def test_another_form_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="RFC 3339") as refused:
        parse_moment(text)
    assert str(refused.value) == MOMENT_RULE


def test_a_text_is_this_day() -> None:
    assert parse_day("2026-12-31") == date(2026, 12, 31)
    assert parse_day("0001-01-01") == date(1, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-W49-1", "2026-W49", "20261231", "2026-365", "2026-12", "2026-1-1", "2026-02-30"),
        *("0000-01-01", "31.12.2026", "2026-12-31T00:00:00Z", " 2026-12-31", "2026-12-31\n", ""),
        *("\uff12\uff10\uff12\uff16-12-31", "-2026-12-31", "+2026-12-31", "1798749000"),
    ],
)
def test_another_form_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="calendar day") as refused:
        parse_day(text)
    assert str(refused.value) == DAY_RULE


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_as_python_writes_it(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment


@given(st.dates())
def test_a_day_is_read_as_python_writes_it(day: date) -> None:
    assert parse_day(day.isoformat()) == day
