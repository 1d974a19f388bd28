"""Codes are accepted for their own 30-second step and the two beside it."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from pyotp.totp import TOTP

from subgraphs.account.adapters.totp import SealedTotp

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture
def totp() -> SealedTotp:
    return SealedTotp(Fernet.generate_key().decode())


def app_of(totp: SealedTotp, sealed: str) -> TOTP:
    uri = totp.uri(sealed, "ana@cinema.test")
    return TOTP(uri.partition("secret=")[2].partition("&")[0])


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_accepted_one_step_early_or_late(totp: SealedTotp, steps: int) -> None:
    sealed = totp.new_secret()
    code = app_of(totp, sealed).at(NOW + steps * STEP)
    assert totp.matching_step(sealed, code, NOW) == int(NOW.timestamp()) // 30 + steps


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_a_malformed_code_matches_no_step(totp: SealedTotp, code: str) -> None:
    assert totp.matching_step(totp.new_secret(), code, NOW) is None


def test_the_stored_secret_is_encrypted(totp: SealedTotp) -> None:
    sealed = totp.new_secret()
    assert app_of(totp, sealed).secret not in sealed
