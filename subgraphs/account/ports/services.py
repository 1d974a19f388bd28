"""Live sessions, password hashes, counted attempts, codes and mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from shared.auth.viewer import LiveSession
from subgraphs.account.domain.accounts import Language
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.throttling import BackoffRule, RateRule


class LiveSessions(Protocol):
    """The sessions that every subgraph accepts now. Every method may raise Unavailable."""

    async def put(self, hash: str, session: LiveSession) -> datetime:
        """Start a session; return when it expires if it is not used."""
        ...

    async def remaining(self, hashes: Sequence[str]) -> list[timedelta | None]:
        """Return how long each session lasts without further use; None where it has ended."""
        ...

    async def end(self, hashes: Sequence[str]) -> None:
        """End sessions at once, for every subgraph."""
        ...


class PasswordMatch(Enum):
    """Whether a password is the one of a hash."""

    NO = auto()
    OUTDATED = auto()
    """Yes, and the hash is of an older version's form or parameters: make it again."""
    YES = auto()


class Passwords(Protocol):
    """Slow hashes of passwords. All Unicode forms of a password are the same password."""

    async def hash(self, password: str) -> str:
        """Return the hash to store."""
        ...

    async def verify(self, password: str, hash: str | None) -> PasswordMatch:
        """Tell whether `hash` is of `password`. Without a hash it is NO and takes as long."""
        ...


class Throttle(Protocol):
    """Counts attempts and calls by a rule and a subject, for all replicas together."""

    async def count_attempt(self, *attempts: tuple[BackoffRule, str]) -> None:
        """Count an attempt as failed, before it is made, for each rule and subject.

        Raises TooManyAttempts when one of them is blocked; then nothing is counted.
        """
        ...

    async def withdraw_attempt(self, rule: BackoffRule, subject: str) -> None:
        """Subtract one attempt, which has succeeded."""
        ...

    async def clear_attempts(self, rule: BackoffRule, subject: str) -> None:
        """Set the count to zero."""
        ...

    async def count_call(self, rule: RateRule, subject: str) -> None:
        """Count a call. Raises TooManyAttempts when the rule allows none now."""
        ...


@dataclass(frozen=True, slots=True)
class Challenge:
    """A login whose password was right and whose code is still to come."""

    account_id: str
    security_version: int


class Challenges(Protocol):
    """The logins between their two steps; each lasts a few minutes."""

    async def issue(self, challenge: Challenge) -> str:
        """Return a token for the second step."""
        ...

    async def find(self, token: str) -> Challenge | None:
        """Return the login that the token belongs to, if it is still open."""
        ...

    async def spend(self, token: str) -> bool:
        """Use the token up; return False when it was used or has expired."""
        ...


class TotpCodes(Protocol):
    """Time-based one-time passwords (RFC 6238)."""

    def new_secret(self) -> str:
        """Return a new secret, encrypted for storage."""
        ...

    def uri(self, sealed_secret: str, email: str) -> str:
        """Return the address that an authenticator app reads, `otpauth://totp/…`."""
        ...

    def matching_step(self, sealed_secret: str, code: str, now: datetime) -> int | None:
        """Return the 30-second step of `code`; None when it is wrong or too early or late."""
        ...


class Mailer(Protocol):
    """Sends mail."""

    async def send(
        self, kind: MailKind, address: str, name: str, language: Language, token: str | None
    ) -> None:
        """Send the mail. Raises Unavailable when the mail server did not accept it."""
        ...
