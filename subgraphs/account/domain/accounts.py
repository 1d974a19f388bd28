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


def narrow(text: str) -> str:
    """Return the text with ordinary characters for full-width and half-width ones (RFC 8265)."""
    return "".join(map(_narrow_character, text))


def email_key(email: str) -> str:
    """Return the key under which an address in its normal form is unique.

    Upper and lower case make no difference. Each letter is folded to one letter, so that `ß` and
    `ss` stay two before the @, as they do in a domain.
    """
    name, at, domain = email.rpartition("@")
    folded = "".join(map(_fold_character, narrow(name)))
    return unicodedata.normalize("NFC", folded) + at + domain


def _narrow_character(character: str) -> str:
    if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
        return unicodedata.normalize("NFKC", character)
    return character


def _fold_character(character: str) -> str:
    """Return the simple case folding of the Unicode standard, which Python's library lacks."""
    for folded in (character.casefold(), character.lower()):
        if len(folded) == 1:
            return folded
    return character
