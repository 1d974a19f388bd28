"""The system's clock, as precise as what MongoDB stores."""

from datetime import UTC, datetime, timedelta

from shared.clock import SystemClock


def test_the_time_is_in_utc_to_the_millisecond() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
    assert before - timedelta(milliseconds=1) < now <= datetime.now(UTC)
