"""The audit log: who did what to whose account."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from subgraphs.account.domain.sessions import Device


@dataclass(frozen=True, slots=True)
class Actor:
    """The account and device that act; `account_id` is None without a login."""

    account_id: str | None
    device: Device


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

    `details` are named texts, such as the roles before and after; never a secret.
    """

    id: str
    at: datetime
    action: AuditAction
    actor: Actor
    subject_id: str
    details: Mapping[str, str] = field(default_factory=dict[str, str])
