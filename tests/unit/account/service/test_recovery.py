"""Resetting a forgotten password."""

from datetime import timedelta

import pytest

from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.sessions import Device
from subgraphs.account.errors import (
    InvalidCredentials,
    InvalidToken,
)
from tests.unit.account.conftest import HOME, NEW, PASSWORD, RULES, Workbench


async def test_a_reset_sets_the_password_and_ends_every_session(bench: Workbench) -> None:
    account = await bench.register()
    login = await bench.log_in(account)
    await bench.service.recovery.request(account.email, HOME)
    token = await bench.mailed_token(MailKind.RESET_PASSWORD)
    await bench.service.recovery.reset(token, NEW, HOME)
    assert not bench.is_live(login)
    with pytest.raises(InvalidCredentials):
        await bench.service.logins.log_in(account.email, PASSWORD, HOME)
    await bench.service.logins.log_in(account.email, NEW, HOME)
    with pytest.raises(InvalidToken):
        await bench.service.recovery.reset(token, NEW, HOME)


async def test_a_reset_lets_in_an_owner_whom_guesses_have_blocked(bench: Workbench) -> None:
    account = await bench.register()
    for number in range(RULES.password_of_account.free):
        with pytest.raises(InvalidCredentials):
            await bench.service.logins.log_in(account.email, "x", Device(None, str(number)))
    await bench.service.recovery.request(account.email, HOME)
    await bench.service.recovery.reset(await bench.mailed_token(MailKind.RESET_PASSWORD), NEW, HOME)
    await bench.service.logins.log_in(account.email, NEW, HOME)


@pytest.mark.parametrize("age", [timedelta(hours=1), timedelta(days=300)])
async def test_a_reset_token_ends_after_an_hour(bench: Workbench, age: timedelta) -> None:
    account = await bench.register()
    await bench.service.recovery.request(account.email, HOME)
    token = await bench.mailed_token(MailKind.RESET_PASSWORD)
    bench.clock.advance(age)
    with pytest.raises(InvalidToken):
        await bench.service.recovery.reset(token, NEW, HOME)


async def test_a_token_works_only_for_its_own_purpose(bench: Workbench) -> None:
    await bench.register()
    verification = await bench.mailed_token(MailKind.VERIFY_EMAIL)
    with pytest.raises(InvalidToken):
        await bench.service.recovery.reset(verification, NEW, HOME)
    await bench.service.registration.verify_email(verification, HOME)


async def test_a_token_of_another_account_changes_only_that_account(bench: Workbench) -> None:
    ana, bob = await bench.register(), await bench.register("bob@cinema.test")
    await bench.service.recovery.request(bob.email, HOME)
    await bench.service.recovery.reset(await bench.mailed_token(MailKind.RESET_PASSWORD), NEW, HOME)
    await bench.log_in(ana)


async def test_a_made_up_token_costs_no_slow_hash(bench: Workbench) -> None:
    with pytest.raises(InvalidToken):
        await bench.service.recovery.reset("made-up", NEW, HOME)
    assert bench.passwords.hashed == 0


async def test_a_reset_request_takes_the_same_steps_for_an_unknown_address(
    bench: Workbench,
) -> None:
    await bench.service.recovery.request("nobody@cinema.test", HOME)
    assert [mail.kind for mail in bench.store.state.mails.values()] == [MailKind.RESET_PASSWORD]
    await bench.delivery.deliver_all()
    assert bench.mailer.sent == []
    assert bench.store.state.mails == {}


async def test_resets_to_one_account_are_limited_and_the_answer_does_not_say_so(
    bench: Workbench,
) -> None:
    account = await bench.register()
    await bench.delivery.deliver_all()
    bench.mailer.sent.clear()
    for number in range(4):
        await bench.service.recovery.request(account.email, Device(None, str(number)))
    await bench.delivery.deliver_all()
    assert len(bench.mailer.sent) == RULES.mails_to_address.count
