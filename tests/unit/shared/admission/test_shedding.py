"""What operators read: one line when shedding begins, and one when it has ended."""

from structlog.testing import capture_logs

from shared.admission.priority import Priority
from shared.admission.shedding import QUIET_SECONDS, SheddingLog


def test_shedding_is_told_when_it_begins_and_ends() -> None:
    now = 100.0
    shedding = SheddingLog(lambda: now)
    with capture_logs() as logs:
        assert shedding.count(Priority.LAST, limit=11.6)
        for _ in range(1_000):
            now += 0.01
            assert not shedding.count(Priority.LAST, limit=9.2)
        assert not shedding.count(Priority.THIRD, limit=9.2)
        now += QUIET_SECONDS - 0.1
        assert not shedding.has_ended(limit=8.4)
        now += 0.2
        assert shedding.has_ended(limit=8.4)
    assert logs == [
        {"event": "shedding_began", "log_level": "warning", "limit": 12},
        {
            "event": "shedding_ended",
            "log_level": "warning",
            "limit": 8,
            "seconds": 10.0,
            "shed": {"THIRD": 1, "LAST": 1_001},
        },
    ]


def test_the_next_overload_is_told_again() -> None:
    now = 0.0
    shedding = SheddingLog(lambda: now)
    assert shedding.count(Priority.LAST, limit=5)
    now += QUIET_SECONDS
    assert shedding.has_ended(limit=5)
    assert shedding.count(Priority.LAST, limit=5)
