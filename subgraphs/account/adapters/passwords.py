"""Argon2id in threads, at most two at a time, so that logins cannot stop the service."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from subgraphs.account.domain.passwords import comparable_forms, normal_password
from subgraphs.account.ports import PasswordMatch

# OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
_OWASP = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = 2


class Argon2Passwords:
    """Adapter of the port Passwords."""

    def __init__(self, hasher: PasswordHasher = _OWASP) -> None:
        self._hasher = hasher
        self._places = asyncio.Semaphore(_AT_ONCE)
        # Compared with when there is no account, so that both cases take as long. It is made at
        # the start: the first unknown address must not take twice as long.
        self._stand_in_hash = hasher.hash("stand-in password")

    async def hash(self, password: str) -> str:
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, normal_password(password))

    async def verify(self, password: str, hash: str | None) -> PasswordMatch:
        async with self._places:
            match = await asyncio.to_thread(self._compare, password, hash or self._stand_in_hash)
        return match if hash else PasswordMatch.NO

    def _compare(self, password: str, hash: str) -> PasswordMatch:
        normal, *older = comparable_forms(password)
        if self._matches(normal, hash):
            is_outdated = self._hasher.check_needs_rehash(hash)
            return PasswordMatch.OUTDATED if is_outdated else PasswordMatch.YES
        if any(self._matches(form, hash) for form in older):
            return PasswordMatch.OUTDATED
        return PasswordMatch.NO

    def _matches(self, password: str, hash: str) -> bool:
        try:
            return self._hasher.verify(hash, password)
        except (VerificationError, InvalidHashError):
            return False
