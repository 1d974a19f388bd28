"""Mailed tokens and second factors."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TokenPurpose(StrEnum):
    """The one thing that a mailed token permits."""

    VERIFY_EMAIL = "VERIFY_EMAIL"
    RESET_PASSWORD = "RESET_PASSWORD"


@dataclass(frozen=True, slots=True)
class MailedToken:
    """A single-use token that was mailed; only its SHA-256 is stored."""

    token_hash: str
    account_id: str
    purpose: TokenPurpose
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TwoFactor:
    """An account's second factor.

    `sealed_secret` is encrypted. `last_step` is the newest 30-second step whose code was used: that
    code and older ones are refused. `recovery_hashes` are those of unused recovery codes.
    """

    account_id: str
    sealed_secret: str
    confirmed: bool
    last_step: int
    recovery_hashes: frozenset[str]
