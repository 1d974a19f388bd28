"""The demo programme."""

from datetime import UTC, date, datetime

import pytest

from dev.seed.catalog import first_day, import_file


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 6, 10, 4, 59, tzinfo=UTC), date(2026, 6, 9)),
        (datetime(2026, 6, 10, 15, 0, tzinfo=UTC), date(2026, 6, 10)),
    ],
)
def test_the_programme_begins_with_the_day_that_it_is_at_the_cinemas(
    now: datetime, day: date
) -> None:
    assert first_day(now) == day
    starts = [each["startsAt"] for each in import_file(first_day(now))["showtimes"]]
    assert min(datetime.fromisoformat(each).date() for each in starts) == day
