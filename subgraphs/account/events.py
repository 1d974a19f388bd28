"""The facts that account tells, each with the topic that is its name and version."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SessionExpired:
    """A session ended because nobody used it, or at its absolute end."""

    TOPIC: ClassVar[str] = "account.session.expired.v1"

    token_hash: str
    """SHA-256 of the token, in hex: it names the session and opens nothing."""

    @property
    def key(self) -> str:
        return self.token_hash


@dataclass(frozen=True, slots=True)
class AccountRegistered:
    """There is a new account."""

    TOPIC: ClassVar[str] = "account.registered.v1"

    account_id: str

    @property
    def key(self) -> str:
        return self.account_id


@dataclass(frozen=True, slots=True)
class AccountDeleted:
    """An account is gone: whoever holds something on it removes it, or makes it anonymous."""

    TOPIC: ClassVar[str] = "account.deleted.v1"

    account_id: str

    @property
    def key(self) -> str:
        return self.account_id
