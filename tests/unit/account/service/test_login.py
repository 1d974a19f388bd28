"""Logins: what they answer, and what they count."""

import pytest

from subgraphs.account.domain.sessions import Device
from subgraphs.account.errors import (
    InvalidCredentials,
    TooManyAttempts,
)
from subgraphs.account.service.sessions import Login
from tests.unit.account.conftest import HOME, PASSWORD, RULES, House


async def guess(house: House, email: str, device: Device = HOME) -> None:
    with pytest.raises(InvalidCredentials):
        await house.service.logins.log_in(email, "wrong", device)


async def test_an_unknown_address_is_refused_after_the_same_work(house: House) -> None:
    await house.register()
    await guess(house, "ana@cinema.test")
    known = house.passwords.verified
    await guess(house, "nobody@cinema.test")
    assert house.passwords.verified == 2 * known


async def test_the_address_is_found_without_regard_to_case(house: House) -> None:
    await house.register("Ana@cinema.test")
    login = await house.service.logins.log_in("aNA@cinema.test", PASSWORD, HOME)
    assert isinstance(login, Login)


async def test_guesses_at_one_account_stop_before_the_password_is_compared(
    house: House,
) -> None:
    account = await house.register()
    for number in range(RULES.password_of_account.free):
        await guess(house, account.email, Device(None, f"192.0.2.{number}"))
    compared = house.passwords.verified
    with pytest.raises(TooManyAttempts):
        await house.service.logins.log_in(account.email, PASSWORD, HOME)
    assert house.passwords.verified == compared


async def test_guesses_from_one_address_stop_for_all_accounts(house: House) -> None:
    for number in range(RULES.password_from_address.free):
        await guess(house, f"somebody{number}@cinema.test")
    with pytest.raises(TooManyAttempts):
        await house.service.logins.log_in("another@cinema.test", "wrong", HOME)


async def test_good_logins_do_not_count_against_the_address(house: House) -> None:
    account = await house.register()
    for _ in range(2 * RULES.password_from_address.free):
        await house.log_in(account)


async def test_a_hash_with_older_parameters_is_renewed(house: House) -> None:
    account = await house.register()
    house.passwords.prefix = "newer:"
    await house.log_in(account)
    assert house.store.state.accounts[account.id].password_hash == f"newer:{PASSWORD}"
