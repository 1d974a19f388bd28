"""Logins: what they answer, and what they count."""

import pytest

from subgraphs.account.domain.sessions import Device
from subgraphs.account.errors import (
    InvalidCredentials,
    TooManyAttempts,
)
from subgraphs.account.service.sessions import Login
from tests.unit.account.conftest import HOME, PASSWORD, RULES, Workbench


async def guess(bench: Workbench, email: str, device: Device = HOME) -> None:
    with pytest.raises(InvalidCredentials):
        await bench.service.logins.log_in(email, "wrong", device)


async def test_an_unknown_address_is_refused_after_the_same_work(bench: Workbench) -> None:
    await bench.register()
    await guess(bench, "ana@cinema.test")
    known = bench.passwords.verified
    await guess(bench, "nobody@cinema.test")
    assert bench.passwords.verified == 2 * known


async def test_the_address_is_found_without_regard_to_case(bench: Workbench) -> None:
    await bench.register("Ana@cinema.test")
    login = await bench.service.logins.log_in("aNA@cinema.test", PASSWORD, HOME)
    assert isinstance(login, Login)


async def test_guesses_at_one_account_stop_before_the_password_is_compared(
    bench: Workbench,
) -> None:
    account = await bench.register()
    for number in range(RULES.password_of_account.free):
        await guess(bench, account.email, Device(None, f"192.0.2.{number}"))
    compared = bench.passwords.verified
    with pytest.raises(TooManyAttempts):
        await bench.service.logins.log_in(account.email, PASSWORD, HOME)
    assert bench.passwords.verified == compared


async def test_guesses_from_one_address_stop_for_all_accounts(bench: Workbench) -> None:
    for number in range(RULES.password_from_address.free):
        await guess(bench, f"somebody{number}@cinema.test")
    with pytest.raises(TooManyAttempts):
        await bench.service.logins.log_in("another@cinema.test", "wrong", HOME)


async def test_good_logins_do_not_count_against_the_address(bench: Workbench) -> None:
    account = await bench.register()
    for _ in range(2 * RULES.password_from_address.free):
        await bench.log_in(account)


async def test_a_hash_with_older_parameters_is_renewed(bench: Workbench) -> None:
    account = await bench.register()
    bench.passwords.prefix = "newer:"
    await bench.log_in(account)
    assert bench.store.state.accounts[account.id].password_hash == f"newer:{PASSWORD}"
