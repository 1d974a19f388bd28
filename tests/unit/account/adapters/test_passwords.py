"""Argon2: unknown accounts cost as much as known ones, and every form of a password is the same."""

import unicodedata
from typing import Literal

import pytest
from argon2 import PasswordHasher

from subgraphs.account.adapters.passwords import Argon2Passwords
from subgraphs.account.ports import PasswordMatch

TYPED = "contrase\u00f1a \u2460"


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
    assert await passwords.verify("correct-horse-battery", hash) is PasswordMatch.YES
    assert await passwords.verify("wrong", hash) is PasswordMatch.NO
    assert await passwords.verify("stand-in password", None) is PasswordMatch.NO
    assert len(hasher.verified) == 3, "an ASCII password is compared once"
    assert len(set(hasher.verified)) == 1


async def test_a_malformed_hash_matches_nothing() -> None:
    passwords = Argon2Passwords(CountingHasher())
    assert await passwords.verify("anything", "no hash at all") is PasswordMatch.NO


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
async def test_every_form_of_a_password_is_the_same_password(
    form: Literal["NFC", "NFD", "NFKC", "NFKD"],
) -> None:
    passwords = Argon2Passwords(CountingHasher())
    hash = await passwords.hash(unicodedata.normalize(form, TYPED))
    assert await passwords.verify(TYPED, hash) is PasswordMatch.YES


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
async def test_a_hash_of_a_text_as_it_was_typed_is_accepted_and_outdated(
    stored: Literal["NFC", "NFD"], typed: Literal["NFC", "NFD"]
) -> None:
    hasher = CountingHasher()
    older = hasher.hash(unicodedata.normalize(stored, TYPED))
    password = unicodedata.normalize(typed, TYPED)
    assert await Argon2Passwords(hasher).verify(password, older) is PasswordMatch.OUTDATED


async def test_a_hash_with_older_parameters_is_outdated() -> None:
    older = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash("a good password")
    passwords = Argon2Passwords(CountingHasher())
    assert await passwords.verify("a good password", older) is PasswordMatch.OUTDATED


async def test_a_wrong_password_costs_the_same_for_known_and_unknown_accounts() -> None:
    hasher = CountingHasher()
    passwords = Argon2Passwords(hasher)
    hash = await passwords.hash("a good password")
    hasher.verified.clear()
    assert await passwords.verify(TYPED, hash) is PasswordMatch.NO
    known = len(hasher.verified)
    assert await passwords.verify(TYPED, None) is PasswordMatch.NO
    assert len(hasher.verified) == 2 * known
