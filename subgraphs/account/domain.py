"""Accounts and sessions as values, and the rules that need no part. Standard library only."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    totp_enabled: bool
    security_version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """Where a request comes from, as far as it told."""

    user_agent: str | None
    ip_address: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, for the audit: nobody is logged in when there is no account id."""

    account_id: str | None
    device: Device


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


class TokenPurpose(StrEnum):
    """What a mailed token is good for, and for nothing else."""

    VERIFY_EMAIL = "VERIFY_EMAIL"
    RESET_PASSWORD = "RESET_PASSWORD"


@dataclass(frozen=True, slots=True)
class MailedToken:
    """A single-use token that went out by mail; only its SHA-256 is kept."""

    token_hash: str
    account_id: str
    purpose: TokenPurpose
    expires_at: datetime


class MailKind(StrEnum):
    """The mails that account sends."""

    VERIFY_EMAIL = "VERIFY_EMAIL"
    RESET_PASSWORD = "RESET_PASSWORD"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is to go out to whoever has `address`.

    It holds no text: that is written when it is sent, so that no token ever lies here in clear,
    and a request for an unknown address costs the same as one for a known.
    """

    id: str
    kind: MailKind
    address: str
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class TwoFactor:
    """An account's second factor.

    `sealed_secret` is encrypted. `last_step` is the newest 30-second step whose code was used:
    neither it nor an older one is good again. `recovery_hashes` are those not yet used.
    """

    account_id: str
    sealed_secret: str
    confirmed: bool
    last_step: int
    recovery_hashes: frozenset[str]


class AuditAction(StrEnum):
    """What can happen to an account, its sessions and its roles."""

    REGISTERED = "REGISTERED"
    EMAIL_VERIFIED = "EMAIL_VERIFIED"
    PROFILE_UPDATED = "PROFILE_UPDATED"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"
    PASSWORD_RESET = "PASSWORD_RESET"
    ROLES_SET = "ROLES_SET"
    TOTP_ENABLED = "TOTP_ENABLED"
    TOTP_DISABLED = "TOTP_DISABLED"
    RECOVERY_CODE_USED = "RECOVERY_CODE_USED"
    LOGGED_IN = "LOGGED_IN"
    LOGGED_OUT = "LOGGED_OUT"
    SESSION_REVOKED = "SESSION_REVOKED"
    SESSIONS_REVOKED = "SESSIONS_REVOKED"
    DATA_EXPORTED = "DATA_EXPORTED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who (`actor`) did what to whose account (`subject_id`), when, from where.

    `details` says more by name, such as the roles before and after; never a secret.
    """

    id: str
    at: datetime
    action: AuditAction
    actor: Actor
    subject_id: str
    details: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class BackoffRule:
    """`free` failures in a row cost nothing; each one after them doubles the wait.

    The count is forgotten after `forgotten_after` without an attempt.
    """

    name: str
    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta


@dataclass(frozen=True, slots=True)
class RateRule:
    """At most `count` calls within `per`, whatever comes of them."""

    name: str
    count: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Throttles:
    """The rules that hold off guessing and floods."""

    password_of_account: BackoffRule
    password_from_address: BackoffRule
    code_of_account: BackoffRule
    logins_from_address: RateRule
    registrations_from_address: RateRule
    resets_from_address: RateRule
    mails_to_address: RateRule


def email_key(email: str) -> str:
    """The form in which addresses are unique: people do not mean two by two spellings of case."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def as_seen(
    session: Session, remaining: timedelta, limits: SessionLimits, now: datetime
) -> Session:
    """`session` with the times that the session store knows better: it has `remaining` left."""
    expires_at = now + remaining
    last_seen_at = max(session.created_at, min(now, expires_at - limits.idle))
    return replace(session, expires_at=expires_at, last_seen_at=last_seen_at)
