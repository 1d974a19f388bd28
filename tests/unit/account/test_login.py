"""Login: what it answers, what it counts, and the second factor."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP

from shared.auth.viewer import Role
from subgraphs.account.domain.audit import Actor
from subgraphs.account.domain.sessions import Device
from subgraphs.account.errors import (
    InvalidCode,
    InvalidCredentials,
    InvalidToken,
    TooManyAttempts,
    TotpAlreadyEnabled,
    TotpNotEnabled,
)
from subgraphs.account.service.login import SecondStep
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


async def test_the_address_is_found_in_any_spelling_of_case(house: House) -> None:
    await house.register("Ana@Cinema.test")
    login = await house.service.logins.log_in("aNA@cinema.TEST", PASSWORD, HOME)
    assert isinstance(login, Login)


async def test_guessing_at_one_account_stops_before_the_password_is_looked_at(
    house: House,
) -> None:
    account = await house.register()
    for number in range(RULES.password_of_account.free):
        await guess(house, account.email, Device(None, f"192.0.2.{number}"))
    looked_at = house.passwords.verified
    with pytest.raises(TooManyAttempts):
        await house.service.logins.log_in(account.email, PASSWORD, HOME)
    assert house.passwords.verified == looked_at


async def test_guessing_from_one_address_stops_whatever_the_account(house: House) -> None:
    for number in range(RULES.password_from_address.free):
        await guess(house, f"somebody{number}@cinema.test")
    with pytest.raises(TooManyAttempts):
        await house.service.logins.log_in("another@cinema.test", "wrong", HOME)


async def test_good_logins_do_not_count_against_the_address(house: House) -> None:
    account = await house.register()
    for _ in range(2 * RULES.password_from_address.free):
        await house.log_in(account)


async def test_a_hash_of_older_parameters_is_renewed(house: House) -> None:
    account = await house.register()
    house.passwords.prefix = "newer:"
    await house.log_in(account)
    assert house.store.state.accounts[account.id].password_hash == f"newer:{PASSWORD}"


async def enrol(house: House, login: Login) -> tuple[TOTP, list[str]]:
    uri = await house.service.two_factors.begin_enrolment(login.viewer, PASSWORD, HOME)
    assert uri.startswith("otpauth://totp/")
    app = TOTP(uri.partition("secret=")[2].partition("&")[0])
    code = app.at(house.clock.now())
    codes = await house.service.two_factors.confirm_enrolment(login.viewer, code, HOME)
    house.clock.advance(timedelta(seconds=30))
    return app, codes


async def challenge(house: House, email: str) -> str:
    outcome = await house.service.logins.log_in(email, PASSWORD, HOME)
    assert isinstance(outcome, SecondStep)
    return outcome.challenge


async def test_with_a_second_factor_the_password_opens_no_session(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    live = len(house.live.sessions)
    token = await challenge(house, account.email)
    assert len(house.live.sessions) == live
    code = app.at(house.clock.now())
    login = await house.service.logins.complete(token, code, HOME)
    assert house.is_live(login)


async def test_a_code_is_good_once(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    code = app.at(house.clock.now())
    first, second = await challenge(house, account.email), await challenge(house, account.email)
    await house.service.logins.complete(first, code, HOME)
    with pytest.raises(InvalidCode):
        await house.service.logins.complete(second, code, HOME)


async def test_an_older_code_than_one_used_is_no_good(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    older = app.at(house.clock.now())
    house.clock.advance(timedelta(seconds=30))
    await house.service.logins.complete(
        await challenge(house, account.email), app.at(house.clock.now()), HOME
    )
    with pytest.raises(InvalidCode):
        await house.service.logins.complete(await challenge(house, account.email), older, HOME)


async def test_a_recovery_code_is_good_once_however_it_is_typed(house: House) -> None:
    account = await house.register()
    _, codes = await enrol(house, await house.log_in(account))
    typed = codes[0].replace("-", " ").lower()
    await house.service.logins.complete(await challenge(house, account.email), typed, HOME)
    with pytest.raises(InvalidCode):
        await house.service.logins.complete(await challenge(house, account.email), codes[0], HOME)


async def test_neither_secret_nor_recovery_codes_are_kept_in_clear(house: House) -> None:
    account = await house.register()
    app, codes = await enrol(house, await house.log_in(account))
    kept = repr(house.store.state)
    assert app.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


async def test_a_challenge_is_spent_with_the_login(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    token = await challenge(house, account.email)
    await house.service.logins.complete(token, app.at(house.clock.now()), HOME)
    house.clock.advance(timedelta(seconds=30))
    with pytest.raises(InvalidToken):
        await house.service.logins.complete(token, app.at(house.clock.now()), HOME)


async def test_guessing_codes_stops(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    token = await challenge(house, account.email)
    for _ in range(RULES.code_of_account.free):
        with pytest.raises(InvalidCode):
            await house.service.logins.complete(token, "000000", HOME)
    with pytest.raises(TooManyAttempts):
        await house.service.logins.complete(token, app.at(house.clock.now()), HOME)


async def test_a_challenge_ends_with_a_change_of_the_accounts_security(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    token = await challenge(house, account.email)
    await house.service.administration.set_roles(
        account.id, frozenset({Role.STAFF}), Actor(None, HOME)
    )
    with pytest.raises(InvalidToken):
        await house.service.logins.complete(token, app.at(house.clock.now()), HOME)


async def test_disabling_takes_password_and_code(house: House) -> None:
    account = await house.register()
    login = await house.log_in(account)
    app, _ = await enrol(house, login)
    factors = house.service.two_factors
    code = app.at(house.clock.now())
    with pytest.raises(InvalidCredentials):
        await factors.disable(login.viewer, "wrong", code, HOME)
    with pytest.raises(InvalidCode):
        await factors.disable(login.viewer, PASSWORD, "123", HOME)
    assert house.store.state.accounts[account.id].totp_enabled
    changed = await factors.disable(login.viewer, PASSWORD, code, HOME)
    assert not changed.totp_enabled
    assert isinstance(await house.service.logins.log_in(account.email, PASSWORD, HOME), Login)


async def test_enrolment_counts_only_when_confirmed_and_only_once(house: House) -> None:
    login = await house.log_in(await house.register())
    factors = house.service.two_factors
    with pytest.raises(TotpNotEnabled):
        await factors.confirm_enrolment(login.viewer, "123456", HOME)
    await factors.begin_enrolment(login.viewer, PASSWORD, HOME)
    with pytest.raises(InvalidCode):
        await factors.confirm_enrolment(login.viewer, "12345x", HOME)
    assert not house.store.state.accounts[login.account.id].totp_enabled
    await enrol(house, login)
    with pytest.raises(TotpAlreadyEnabled):
        await factors.begin_enrolment(login.viewer, PASSWORD, HOME)
