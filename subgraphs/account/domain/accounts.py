"""Accounts and profiles."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.auth.viewer import Role


class Gender(StrEnum):
    """The gender that the owner states."""

    FEMALE = "FEMALE"
    MALE = "MALE"
    OTHER = "OTHER"
    UNDISCLOSED = "UNDISCLOSED"


class Language(StrEnum):
    """The language of the mails to the owner."""

    EN = "EN"
    CN = "CN"
    MS = "MS"
    ES = "ES"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the owner states and may change."""

    first_name: str
    last_name: str
    phone: str | None
    gender: Gender
    language: Language
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account.

    `security_version` rises with every change that ends the existing sessions (roles, password): a
    login that began before such a change cannot finish after it.
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


def email_key(email: str) -> str:
    """Return the form in which addresses are unique: without regard to case."""
    return unicodedata.normalize("NFC", email.strip()).casefold()
