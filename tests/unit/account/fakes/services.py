"""Live sessions, passwords, throttle, challenges and mail, in memory."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.auth.viewer import LiveSession
from shared.errors import Unavailable
from subgraphs.account.domain.accounts import Language
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.throttling import BackoffRule, RateRule
from subgraphs.account.errors import TooManyAttempts
from subgraphs.account.ports import Challenge, PasswordMatch
from tests.unit.account.fakes.time import ManualClock


class MemoryLive:
    """Live sessions; `unavailable` makes `end` fail, `crash` makes it end the process."""

    def __init__(self, clock: ManualClock) -> None:
        self.sessions: dict[str, LiveSession] = {}
        self.unavailable = False
        self.crash = False
        self._clock = clock

    async def put(self, hash: str, session: LiveSession) -> datetime:
        self.sessions[hash] = session
        return min(self._clock.now() + session.idle, session.absolute_end)

    async def remaining(self, hashes: Sequence[str]) -> list[timedelta | None]:
        return [self.sessions[hash].idle if hash in self.sessions else None for hash in hashes]

    async def end(self, hashes: Sequence[str]) -> None:
        if self.crash:
            raise KeyboardInterrupt
        if self.unavailable:
            raise Unavailable("session store")
        for hash in hashes:
            self.sessions.pop(hash, None)


class PlainPasswords:
    """Hashes that contain their password; it counts how often one is made or compared."""

    def __init__(self) -> None:
        self.prefix = "hash:"
        self.verified = 0
        self.hashed = 0

    async def hash(self, password: str) -> str:
        self.hashed += 1
        return self.prefix + password

    async def verify(self, password: str, hash: str | None) -> PasswordMatch:
        self.verified += 1
        if hash is None or hash.rpartition(":")[2] != password:
            return PasswordMatch.NO
        is_current = hash.startswith(self.prefix)
        return PasswordMatch.YES if is_current else PasswordMatch.OUTDATED


class CountingThrottle:
    """Blocks a subject once the free attempts are used; no time ends the block."""

    def __init__(self) -> None:
        self.failures: dict[tuple[str, str], int] = {}

    async def count_attempt(self, *attempts: tuple[BackoffRule, str]) -> None:
        if any(self._count(rule, subject) >= rule.free for rule, subject in attempts):
            raise TooManyAttempts(1)
        for rule, subject in attempts:
            self.failures[rule.name, subject] = self._count(rule, subject) + 1

    async def withdraw_attempt(self, rule: BackoffRule, subject: str) -> None:
        self.failures[rule.name, subject] = self._count(rule, subject) - 1

    async def clear_attempts(self, rule: BackoffRule, subject: str) -> None:
        self.failures.pop((rule.name, subject), None)

    async def count_call(self, rule: RateRule, subject: str) -> None:
        if self._count(rule, subject) >= rule.count:
            raise TooManyAttempts(1)
        self.failures[rule.name, subject] = self._count(rule, subject) + 1

    def _count(self, rule: BackoffRule | RateRule, subject: str) -> int:
        return self.failures.get((rule.name, subject), 0)


class MemoryChallenges:
    def __init__(self) -> None:
        self.open: dict[str, Challenge] = {}

    async def issue(self, challenge: Challenge) -> str:
        token = hashlib.sha256(str(len(self.open)).encode()).hexdigest()
        self.open[token] = challenge
        return token

    async def find(self, token: str) -> Challenge | None:
        return self.open.get(token)

    async def spend(self, token: str) -> bool:
        return self.open.pop(token, None) is not None


@dataclass
class SentMail:
    kind: MailKind
    address: str
    name: str
    language: Language
    token: str | None


class MemoryMailer:
    """Keeps the sent mails; `unavailable` makes it fail."""

    def __init__(self) -> None:
        self.sent: list[SentMail] = []
        self.unavailable = False

    async def send(
        self, kind: MailKind, address: str, name: str, language: Language, token: str | None
    ) -> None:
        if self.unavailable:
            raise Unavailable("mail server")
        self.sent.append(SentMail(kind, address, name, language, token))
