"""Accounts and sessions as values, and the rules that need no part. Standard library only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.auth.viewer import Role


class Gender(StrEnum):
    """As the account's owner states it."""

    FEMALE = "FEMALE"
    MALE = "MALE"
    OTHER = "OTHER"
    UNDISCLOSED = "UNDISCLOSED"


class Language(StrEnum):
    """The language in which the cinema writes to the account's owner."""

    EN = "EN"
    CN = "CN"
    MS = "MS"
    ES = "ES"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the owner says of themselves and may change at will."""

    first_name: str
    last_name: str
    phone: str | None
    gender: Gender
    language: Language
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account.

    `security_version` rises whenever sessions that exist must end (roles, password): a login
    that began before such a change cannot finish after it.
    """

    id: str
    email: str
    email_verified: bool
    password_hash: str
    profile: Profile
    roles: frozenset[Role]
    security_version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """Where a session was opened from, as far as the request told."""

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


def email_key(email: str) -> str:
    """The form in which addresses are unique: people do not mean two by two spellings of case."""
    return email.casefold()


def as_seen(
    session: Session, remaining: timedelta, limits: SessionLimits, now: datetime
) -> Session:
    """`session` with the times that the session store knows better: it has `remaining` left."""
    expires_at = now + remaining
    last_seen_at = max(session.created_at, min(now, expires_at - limits.idle))
    return Session(
        id=session.id,
        account_id=session.account_id,
        token_hash=session.token_hash,
        device=session.device,
        created_at=session.created_at,
        last_seen_at=last_seen_at,
        expires_at=expires_at,
        absolute_end=session.absolute_end,
    )
