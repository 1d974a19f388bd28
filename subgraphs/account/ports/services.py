"""What is used: sessions that live, slow hashes, counts, codes and mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.auth.viewer import LiveSession
from subgraphs.account.domain.accounts import Language
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.throttling import BackoffRule, RateRule


class LiveSessions(Protocol):
    """The sessions that every subgraph accepts at this moment."""

    async def put(self, hash: str, session: LiveSession) -> datetime: ...

    async def remaining(self, hashes: Sequence[str]) -> list[timedelta | None]: ...

    async def end(self, hashes: Sequence[str]) -> None: ...


class Passwords(Protocol):
    """Slow hashes of passwords."""

    async def hash(self, password: str) -> str:
        """The hash to store."""
        ...

    async def verify(self, password: str, hash: str | None) -> bool:
        """Whether `password` made `hash`; takes as long when there is no hash, and is False."""
        ...

    def is_outdated(self, hash: str) -> bool:
        """Whether the parameters have risen since `hash` was made."""
        ...


class Throttle(Protocol):
    """Counts attempts, for all replicas together; refuses by TooManyAttempts."""

    async def begin(self, *attempts: tuple[BackoffRule, str]) -> None:
        """Count an attempt as failed under each rule and subject, before it is made.

        When one of them is blocked, nothing is counted.
        """
        ...

    async def forgive(self, rule: BackoffRule, subject: str) -> None:
        """That attempt was good: take it off the count."""
        ...

    async def forget(self, rule: BackoffRule, subject: str) -> None:
        """Start from nothing."""
        ...

    async def take(self, rule: RateRule, subject: str) -> None:
        """Count a call."""
        ...


@dataclass(frozen=True, slots=True)
class Challenge:
    """A login that has passed its first step."""

    account_id: str
    security_version: int


class Challenges(Protocol):
    """The logins between their two steps, for a few minutes each."""

    async def issue(self, challenge: Challenge) -> str:
        """A token for the second step."""
        ...

    async def find(self, token: str) -> Challenge | None: ...

    async def spend(self, token: str) -> bool:
        """Use the token up; False when it was."""
        ...


class TotpCodes(Protocol):
    """Time-based one-time passwords (RFC 6238)."""

    def new_secret(self) -> str:
        """A fresh secret, sealed for storage."""
        ...

    def uri(self, sealed_secret: str, email: str) -> str:
        """What an authenticator app reads, `otpauth://totp/…`."""
        ...

    def step(self, sealed_secret: str, code: str, now: datetime) -> int | None:
        """The 30-second step that `code` belongs to; None when it is wrong or too far off."""
        ...


class Mailer(Protocol):
    """Sends mail."""

    async def send(
        self, kind: MailKind, address: str, name: str, language: Language, token: str | None
    ) -> None:
        """Hand the mail to the server; Unavailable when it did not take it."""
        ...
