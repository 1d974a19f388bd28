"""Argon2: unknown accounts cost as much as known ones."""

from typing import Literal

from argon2 import PasswordHasher

from subgraphs.account.adapters.passwords import Argon2Passwords


class CountingHasher(PasswordHasher):
    """Argon2 with cheap parameters; it keeps the parameters of each hash that is verified."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.verified.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify(hash, password)


async def test_without_an_account_the_same_work_is_done_and_nothing_matches() -> None:
    hasher = CountingHasher()
    passwords = Argon2Passwords(hasher)
    hash = await passwords.hash("correct-horse-battery")
    assert await passwords.verify("correct-horse-battery", hash)
    assert not await passwords.verify("wrong", hash)
    assert not await passwords.verify("stand-in password", None)
    assert len(hasher.verified) == 3
    assert len(set(hasher.verified)) == 1


async def test_a_malformed_hash_matches_nothing() -> None:
    assert not await Argon2Passwords(CountingHasher()).verify("anything", "no hash at all")
