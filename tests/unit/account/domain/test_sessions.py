"""The times of a session as Redis knows them."""

from datetime import UTC, datetime, timedelta

import pytest

from subgraphs.account.domain.sessions import Device, Session, SessionLimits, as_seen

OPENED = datetime(2026, 5, 1, 12, tzinfo=UTC)
LIMITS = SessionLimits(idle=timedelta(hours=1), absolute=timedelta(days=1))
SESSION = Session(
    id="ses_1",
    account_id="acc_1",
    token_hash="hash",
    device=Device(None, None),
    created_at=OPENED,
    last_seen_at=OPENED,
    expires_at=OPENED + LIMITS.idle,
    absolute_end=OPENED + LIMITS.absolute,
)


@pytest.mark.parametrize(
    ("minutes_later", "minutes_remaining", "minutes_last_seen"),
    [
        pytest.param(10, 50, 0, id="not used since the login"),
        pytest.param(90, 40, 70, id="used 20 minutes ago"),
        pytest.param(10, 60, 10, id="used just now"),
        # Near the absolute end the remaining time is shorter than the idle time.
        pytest.param(20, 5, 0, id="never before the login"),
    ],
)
def test_the_last_use_follows_from_the_remaining_time(
    minutes_later: int, minutes_remaining: int, minutes_last_seen: int
) -> None:
    now = OPENED + timedelta(minutes=minutes_later)
    remaining = timedelta(minutes=minutes_remaining)
    seen = as_seen(SESSION, remaining, LIMITS, now)
    assert seen.expires_at == now + remaining
    assert seen.last_seen_at == OPENED + timedelta(minutes=minutes_last_seen)
