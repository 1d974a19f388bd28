"""Moments and days as RFC 3339 writes them, the same on every version of Python.

`datetime.fromisoformat` reads other forms of ISO 8601 as well, more with each version.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

MOMENT_RULE = (
    "Write a moment as RFC 3339 with an offset, such as 2026-12-31T20:30:00-05:00 or "
    "2027-01-01T01:30:00Z, from year 1 on."
)
DAY_RULE = "Write a calendar day as year, month and day, such as 2026-12-31."

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?:[Zz]|(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):(?P<minutes>[0-5][0-9]))"
)


def parse_day(text: str) -> date:
    """Return the day `YYYY-MM-DD`. Raises ValueError, with DAY_RULE, for any other text."""
    parts = _DAY.fullmatch(text)
    try:
        if parts:
            return date(*map(int, parts.groups()))
    except ValueError:
        pass
    raise ValueError(DAY_RULE)


def parse_moment(text: str) -> datetime:
    """Return the moment with its offset. Raises ValueError, with MOMENT_RULE, for any other text.

    Digits after the sixth of a fraction are dropped. A leap second is taken as the second after
    it, which has the same time on computers' clocks; it can only be the last second of a month in
    UTC. RFC 3339 knows a year 0000; Python, the database and this function do not.
    """
    try:
        if parts := _MOMENT.fullmatch(text):
            return _moment(parts)
    except (ValueError, OverflowError):
        pass
    raise ValueError(MOMENT_RULE)


def _moment(parts: re.Match[str]) -> datetime:
    is_leap_second = parts["second"] == "60"
    day = parse_day(parts["day"])
    moment = datetime(
        *(day.year, day.month, day.day, int(parts["hour"]), int(parts["minute"])),
        59 if is_leap_second else int(parts["second"]),
        int((parts["fraction"] or "")[:6].ljust(6, "0")),
        tzinfo=_offset(parts),
    )
    if is_leap_second:
        moment = moment.replace(microsecond=0) + timedelta(seconds=1)
        if not moment.astimezone(UTC).isoformat().endswith("-01T00:00:00+00:00"):
            raise ValueError(MOMENT_RULE)
    # A moment that UTC cannot express would fail wherever it is compared.
    moment.astimezone(UTC)
    return moment


def _offset(parts: re.Match[str]) -> timezone:
    if parts["sign"] is None:
        return UTC
    offset = timedelta(hours=int(parts["hours"]), minutes=int(parts["minutes"]))
    return timezone(-offset if parts["sign"] == "-" else offset)
