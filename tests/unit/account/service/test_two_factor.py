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
from tests.unit.account.conftest import HOME, PASSWORD, RULES, Workbench


async def enrol(bench: Workbench, login: Login) -> tuple[TOTP, list[str]]:
    uri = await bench.service.two_factors.begin_enrolment(login.viewer, PASSWORD, HOME)
    assert uri.startswith("otpauth://totp/")
    app = TOTP(uri.partition("secret=")[2].partition("&")[0])
    code = app.at(bench.clock.now())
    codes = await bench.service.two_factors.confirm_enrolment(login.viewer, code, HOME)
    bench.clock.advance(timedelta(seconds=30))
    return app, codes


async def challenge(bench: Workbench, email: str) -> str:
    outcome = await bench.service.logins.log_in(email, PASSWORD, HOME)
    assert isinstance(outcome, SecondStep)
    return outcome.challenge


async def test_with_a_second_factor_the_password_opens_no_session(bench: Workbench) -> None:
    account = await bench.register()
    app, _ = await enrol(bench, await bench.log_in(account))
    live = len(bench.live.sessions)
    token = await challenge(bench, account.email)
    assert len(bench.live.sessions) == live
    code = app.at(bench.clock.now())
    login = await bench.service.logins.complete(token, code, HOME)
    assert bench.is_live(login)


async def test_a_code_works_once(bench: Workbench) -> None:
    account = await bench.register()
    app, _ = await enrol(bench, await bench.log_in(account))
    code = app.at(bench.clock.now())
    first, second = await challenge(bench, account.email), await challenge(bench, account.email)
    await bench.service.logins.complete(first, code, HOME)
    with pytest.raises(InvalidCode):
        await bench.service.logins.complete(second, code, HOME)


async def test_a_code_older_than_a_used_one_is_refused(bench: Workbench) -> None:
    account = await bench.register()
    app, _ = await enrol(bench, await bench.log_in(account))
    older = app.at(bench.clock.now())
    bench.clock.advance(timedelta(seconds=30))
    await bench.service.logins.complete(
        await challenge(bench, account.email), app.at(bench.clock.now()), HOME
    )
    with pytest.raises(InvalidCode):
        await bench.service.logins.complete(await challenge(bench, account.email), older, HOME)


async def test_a_recovery_code_works_once_with_any_spaces_and_case(bench: Workbench) -> None:
    account = await bench.register()
    _, codes = await enrol(bench, await bench.log_in(account))
    typed = codes[0].replace("-", " ").lower()
    await bench.service.logins.complete(await challenge(bench, account.email), typed, HOME)
    with pytest.raises(InvalidCode):
        await bench.service.logins.complete(await challenge(bench, account.email), codes[0], HOME)


async def test_neither_secret_nor_recovery_codes_are_stored_in_clear(bench: Workbench) -> None:
    account = await bench.register()
    app, codes = await enrol(bench, await bench.log_in(account))
    kept = repr(bench.store.state)
    assert app.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


async def test_a_challenge_is_used_up_by_the_login(bench: Workbench) -> None:
    account = await bench.register()
    app, _ = await enrol(bench, await bench.log_in(account))
    token = await challenge(bench, account.email)
    await bench.service.logins.complete(token, app.at(bench.clock.now()), HOME)
    bench.clock.advance(timedelta(seconds=30))
    with pytest.raises(InvalidToken):
        await bench.service.logins.complete(token, app.at(bench.clock.now()), HOME)


async def test_guesses_at_codes_stop(bench: Workbench) -> None:
    account = await bench.register()
    app, _ = await enrol(bench, await bench.log_in(account))
    token = await challenge(bench, account.email)
    for _ in range(RULES.code_of_account.free):
        with pytest.raises(InvalidCode):
            await bench.service.logins.complete(token, "000000", HOME)
    with pytest.raises(TooManyAttempts):
        await bench.service.logins.complete(token, app.at(bench.clock.now()), HOME)


async def test_a_challenge_ends_when_the_security_version_changes(bench: Workbench) -> None:
    account = await bench.register()
    app, _ = await enrol(bench, await bench.log_in(account))
    token = await challenge(bench, account.email)
    await bench.service.administration.set_roles(
        account.id, frozenset({Role.STAFF}), Actor(None, HOME)
    )
    with pytest.raises(InvalidToken):
        await bench.service.logins.complete(token, app.at(bench.clock.now()), HOME)


async def test_disabling_needs_password_and_code(bench: Workbench) -> None:
    account = await bench.register()
    login = await bench.log_in(account)
    app, _ = await enrol(bench, login)
    factors = bench.service.two_factors
    code = app.at(bench.clock.now())
    with pytest.raises(InvalidCredentials):
        await factors.disable(login.viewer, "wrong", code, HOME)
    with pytest.raises(InvalidCode):
        await factors.disable(login.viewer, PASSWORD, "123", HOME)
    assert bench.store.state.accounts[account.id].totp_enabled
    changed = await factors.disable(login.viewer, PASSWORD, code, HOME)
    assert not changed.totp_enabled
    assert isinstance(await bench.service.logins.log_in(account.email, PASSWORD, HOME), Login)


async def test_enrolment_needs_confirmation_and_happens_once(bench: Workbench) -> None:
    login = await bench.log_in(await bench.register())
    factors = bench.service.two_factors
    with pytest.raises(TotpNotEnabled):
        await factors.confirm_enrolment(login.viewer, "123456", HOME)
    await factors.begin_enrolment(login.viewer, PASSWORD, HOME)
    with pytest.raises(InvalidCode):
        await factors.confirm_enrolment(login.viewer, "12345x", HOME)
    assert not bench.store.state.accounts[login.account.id].totp_enabled
    await enrol(bench, login)
    with pytest.raises(TotpAlreadyEnabled):
        await factors.begin_enrolment(login.viewer, PASSWORD, HOME)
