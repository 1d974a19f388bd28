"""Second factors: enrolment, codes, recovery codes, and logins in two steps."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP

from shared.auth.viewer import Role
from subgraphs.account.domain.audit import Actor
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


async def test_a_code_works_once(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    code = app.at(house.clock.now())
    first, second = await challenge(house, account.email), await challenge(house, account.email)
    await house.service.logins.complete(first, code, HOME)
    with pytest.raises(InvalidCode):
        await house.service.logins.complete(second, code, HOME)


async def test_a_code_older_than_a_used_one_is_refused(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    older = app.at(house.clock.now())
    house.clock.advance(timedelta(seconds=30))
    await house.service.logins.complete(
        await challenge(house, account.email), app.at(house.clock.now()), HOME
    )
    with pytest.raises(InvalidCode):
        await house.service.logins.complete(await challenge(house, account.email), older, HOME)


async def test_a_recovery_code_works_once_with_any_spaces_and_case(house: House) -> None:
    account = await house.register()
    _, codes = await enrol(house, await house.log_in(account))
    typed = codes[0].replace("-", " ").lower()
    await house.service.logins.complete(await challenge(house, account.email), typed, HOME)
    with pytest.raises(InvalidCode):
        await house.service.logins.complete(await challenge(house, account.email), codes[0], HOME)


async def test_neither_secret_nor_recovery_codes_are_stored_in_clear(house: House) -> None:
    account = await house.register()
    app, codes = await enrol(house, await house.log_in(account))
    kept = repr(house.store.state)
    assert app.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


async def test_a_challenge_is_used_up_by_the_login(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    token = await challenge(house, account.email)
    await house.service.logins.complete(token, app.at(house.clock.now()), HOME)
    house.clock.advance(timedelta(seconds=30))
    with pytest.raises(InvalidToken):
        await house.service.logins.complete(token, app.at(house.clock.now()), HOME)


async def test_guesses_at_codes_stop(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    token = await challenge(house, account.email)
    for _ in range(RULES.code_of_account.free):
        with pytest.raises(InvalidCode):
            await house.service.logins.complete(token, "000000", HOME)
    with pytest.raises(TooManyAttempts):
        await house.service.logins.complete(token, app.at(house.clock.now()), HOME)


async def test_a_challenge_ends_when_the_security_version_changes(house: House) -> None:
    account = await house.register()
    app, _ = await enrol(house, await house.log_in(account))
    token = await challenge(house, account.email)
    await house.service.administration.set_roles(
        account.id, frozenset({Role.STAFF}), Actor(None, HOME)
    )
    with pytest.raises(InvalidToken):
        await house.service.logins.complete(token, app.at(house.clock.now()), HOME)


async def test_disabling_needs_password_and_code(house: House) -> None:
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


async def test_enrolment_needs_confirmation_and_happens_once(house: House) -> None:
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
