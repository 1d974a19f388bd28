"""The events that account publishes; the topic is an event's name and version."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SessionExpired:
    """A session ended without use, or at its absolute end."""

    TOPIC: ClassVar[str] = "account.session.expired.v1"

    token_hash: str
    """SHA-256 of the token, in hex: it identifies the session and opens nothing."""

    @property
    def key(self) -> str:
        return self.token_hash


@dataclass(frozen=True, slots=True)
class AccountRegistered:
    """A new account exists."""

    TOPIC: ClassVar[str] = "account.registered.v1"

    account_id: str

    @property
    def key(self) -> str:
        return self.account_id


@dataclass(frozen=True, slots=True)
class AccountDeleted:
    """An account was deleted: every service deletes or anonymises its data."""

    TOPIC: ClassVar[str] = "account.deleted.v1"

    account_id: str

    @property
    def key(self) -> str:
        return self.account_id
