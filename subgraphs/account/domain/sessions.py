"""Sessions, and the devices they are used from."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Device:
    """The browser or app, and the address, that a request comes from."""

    user_agent: str | None
    ip_address: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """One login. `expires_at` slides while the session is used, up to `absolute_end`."""

    id: str
    account_id: str
    token_hash: str
    device: Device
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    absolute_end: datetime


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts: `idle` without use, `absolute` in any case."""

    idle: timedelta
    absolute: timedelta


def as_seen(
    session: Session, remaining: timedelta, limits: SessionLimits, now: datetime
) -> Session:
    """Return the session with the times from Redis: it lasts `remaining` without further use."""
    expires_at = now + remaining
    last_seen_at = max(session.created_at, min(now, expires_at - limits.idle))
    return replace(session, expires_at=expires_at, last_seen_at=last_seen_at)
