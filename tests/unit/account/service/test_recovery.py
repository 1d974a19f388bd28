"""Resetting a forgotten password."""

from datetime import timedelta

import pytest

from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.sessions import Device
from subgraphs.account.errors import (
    InvalidCredentials,
    InvalidToken,
)
from tests.unit.account.conftest import HOME, NEW, PASSWORD, RULES, House


async def test_a_reset_sets_the_password_and_ends_every_session(house: House) -> None:
    account = await house.register()
    login = await house.log_in(account)
    await house.service.recovery.request(account.email, HOME)
    token = await house.mailed_token(MailKind.RESET_PASSWORD)
    await house.service.recovery.reset(token, NEW, HOME)
    assert not house.is_live(login)
    with pytest.raises(InvalidCredentials):
        await house.service.logins.log_in(account.email, PASSWORD, HOME)
    await house.service.logins.log_in(account.email, NEW, HOME)
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset(token, NEW, HOME)


async def test_a_reset_lets_in_an_owner_whom_guesses_have_blocked(house: House) -> None:
    account = await house.register()
    for number in range(RULES.password_of_account.free):
        with pytest.raises(InvalidCredentials):
            await house.service.logins.log_in(account.email, "x", Device(None, str(number)))
    await house.service.recovery.request(account.email, HOME)
    await house.service.recovery.reset(await house.mailed_token(MailKind.RESET_PASSWORD), NEW, HOME)
    await house.service.logins.log_in(account.email, NEW, HOME)


@pytest.mark.parametrize("age", [timedelta(hours=1), timedelta(days=300)])
async def test_a_reset_token_ends_after_an_hour(house: House, age: timedelta) -> None:
    account = await house.register()
    await house.service.recovery.request(account.email, HOME)
    token = await house.mailed_token(MailKind.RESET_PASSWORD)
    house.clock.advance(age)
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset(token, NEW, HOME)


async def test_a_token_works_only_for_its_own_purpose(house: House) -> None:
    await house.register()
    verification = await house.mailed_token(MailKind.VERIFY_EMAIL)
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset(verification, NEW, HOME)
    await house.service.registration.verify_email(verification, HOME)


async def test_a_token_of_another_account_changes_only_that_account(house: House) -> None:
    ana, bob = await house.register(), await house.register("bob@cinema.test")
    await house.service.recovery.request(bob.email, HOME)
    await house.service.recovery.reset(await house.mailed_token(MailKind.RESET_PASSWORD), NEW, HOME)
    await house.log_in(ana)


async def test_a_made_up_token_costs_no_slow_hash(house: House) -> None:
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset("made-up", NEW, HOME)
    assert house.passwords.hashed == 0


async def test_a_reset_request_takes_the_same_steps_for_an_unknown_address(house: House) -> None:
    await house.service.recovery.request("nobody@cinema.test", HOME)
    assert [mail.kind for mail in house.store.state.mails.values()] == [MailKind.RESET_PASSWORD]
    await house.delivery.deliver_all()
    assert house.mailer.sent == []
    assert house.store.state.mails == {}


async def test_resets_to_one_account_are_limited_and_the_answer_does_not_say_so(
    house: House,
) -> None:
    account = await house.register()
    await house.delivery.deliver_all()
    house.mailer.sent.clear()
    for number in range(4):
        await house.service.recovery.request(account.email, Device(None, str(number)))
    await house.delivery.deliver_all()
    assert len(house.mailer.sent) == RULES.mails_to_address.count
