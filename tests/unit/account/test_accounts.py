"""Accounts: registered, changed, recovered, administered, deleted."""

from datetime import timedelta

import pytest

from shared.auth.viewer import Role
from shared.errors import InvalidInput, NotFound, Unauthenticated
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.sessions import Device
from subgraphs.account.errors import (
    EmailTaken,
    InvalidCredentials,
    InvalidToken,
    LastAdministrator,
    TooManyAttempts,
)
from subgraphs.account.events import AccountDeleted, AccountRegistered
from tests.unit.account.conftest import HOME, PASSWORD, PROFILE, RULES, House

NEW = "another good password"


async def token_of(house: House, kind: MailKind) -> str:
    await house.deliver_all()
    token = next(mail.token for mail in reversed(house.mailer.sent) if mail.kind is kind)
    assert token is not None
    return token


async def test_registration_tells_its_event_and_sends_its_mail(house: House) -> None:
    account = await house.register()
    assert house.store.state.events == [AccountRegistered(account.id)]
    token = await token_of(house, MailKind.VERIFY_EMAIL)
    verified = await house.service.registration.verify_email(token, HOME)
    assert verified.email_verified
    with pytest.raises(InvalidToken):
        await house.service.registration.verify_email(token, HOME)


async def test_an_address_is_taken_in_any_spelling_of_case(house: House) -> None:
    await house.register("ana@cinema.test")
    before = len(house.store.state.audit)
    with pytest.raises(EmailTaken):
        await house.register("ANA@cinema.test")
    assert len(house.store.state.accounts) == 1
    assert len(house.store.state.audit) == before


async def test_registrations_from_one_address_are_limited(house: House) -> None:
    register = house.service.registration.register
    for number in range(RULES.registrations_from_address.count):
        await register(f"a{number}@cinema.test", PASSWORD, PROFILE, HOME)
    with pytest.raises(TooManyAttempts):
        await register("b@cinema.test", PASSWORD, PROFILE, HOME)


async def test_a_mails_token_lies_nowhere_but_in_the_mail(house: House) -> None:
    await house.register()
    token = await token_of(house, MailKind.VERIFY_EMAIL)
    assert token not in repr(house.store.state)


async def test_a_mail_waits_for_its_server_and_then_goes_out(house: House) -> None:
    await house.register()
    house.mailer.away = True
    await house.deliver_all()
    house.mailer.away = False
    await house.deliver_all()
    assert house.mailer.sent == [], "the pause is not over"
    house.clock.advance(timedelta(minutes=1))
    await house.deliver_all()
    assert [mail.kind for mail in house.mailer.sent] == [MailKind.VERIFY_EMAIL]
    assert house.store.state.mails == {}


async def test_a_reset_sets_the_password_and_ends_every_session(house: House) -> None:
    account = await house.register()
    login = await house.log_in(account)
    await house.service.recovery.request(account.email, HOME)
    token = await token_of(house, MailKind.RESET_PASSWORD)
    await house.service.recovery.reset(token, NEW, HOME)
    assert not house.is_live(login)
    with pytest.raises(InvalidCredentials):
        await house.service.logins.log_in(account.email, PASSWORD, HOME)
    await house.service.logins.log_in(account.email, NEW, HOME)
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset(token, NEW, HOME)


async def test_a_reset_lets_an_owner_in_whom_guessing_has_locked_out(house: House) -> None:
    account = await house.register()
    for number in range(RULES.password_of_account.free):
        with pytest.raises(InvalidCredentials):
            await house.service.logins.log_in(account.email, "x", Device(None, str(number)))
    await house.service.recovery.request(account.email, HOME)
    await house.service.recovery.reset(await token_of(house, MailKind.RESET_PASSWORD), NEW, HOME)
    await house.service.logins.log_in(account.email, NEW, HOME)


@pytest.mark.parametrize("age", [timedelta(hours=1), timedelta(days=300)])
async def test_a_reset_token_ends_after_an_hour(house: House, age: timedelta) -> None:
    account = await house.register()
    await house.service.recovery.request(account.email, HOME)
    token = await token_of(house, MailKind.RESET_PASSWORD)
    house.clock.advance(age)
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset(token, NEW, HOME)


async def test_a_token_is_good_for_its_own_purpose_alone(house: House) -> None:
    await house.register()
    verification = await token_of(house, MailKind.VERIFY_EMAIL)
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset(verification, NEW, HOME)
    await house.service.registration.verify_email(verification, HOME)


async def test_a_token_of_another_account_changes_that_account_alone(house: House) -> None:
    ana, bob = await house.register(), await house.register("bob@cinema.test")
    await house.service.recovery.request(bob.email, HOME)
    await house.service.recovery.reset(await token_of(house, MailKind.RESET_PASSWORD), NEW, HOME)
    await house.log_in(ana)


async def test_a_made_up_token_costs_no_slow_hash(house: House) -> None:
    with pytest.raises(InvalidToken):
        await house.service.recovery.reset("made-up", NEW, HOME)
    assert house.passwords.hashed == 0


async def test_a_reset_request_takes_the_same_steps_for_an_unknown_address(house: House) -> None:
    await house.service.recovery.request("nobody@cinema.test", HOME)
    assert [mail.kind for mail in house.store.state.mails.values()] == [MailKind.RESET_PASSWORD]
    await house.deliver_all()
    assert house.mailer.sent == []
    assert house.store.state.mails == {}


async def test_an_account_is_sent_few_resets_and_the_answer_does_not_tell(house: House) -> None:
    account = await house.register()
    await house.deliver_all()
    house.mailer.sent.clear()
    for number in range(4):
        await house.service.recovery.request(account.email, Device(None, str(number)))
    await house.deliver_all()
    assert len(house.mailer.sent) == RULES.mails_to_address.count


async def test_changing_the_password_ends_the_other_sessions(house: House) -> None:
    account = await house.register()
    other, this = await house.log_in(account), await house.log_in(account)
    await house.service.profiles.change_password(this.viewer, PASSWORD, NEW, HOME)
    assert house.is_live(this)
    assert not house.is_live(other)
    stored = house.store.state.accounts[account.id].password_hash
    assert stored == await house.passwords.hash(NEW)


async def test_a_wrong_present_password_changes_nothing(house: House) -> None:
    account = await house.register()
    login = await house.log_in(account)
    before = house.store.state.accounts[account.id]
    with pytest.raises(InvalidCredentials):
        await house.service.profiles.change_password(login.viewer, "wrong", NEW, HOME)
    with pytest.raises(InvalidCredentials):
        await house.service.profiles.delete_own(login.viewer, "wrong", HOME)
    assert house.store.state.accounts[account.id] == before


async def test_deletion_removes_everything_and_tells_the_others(house: House) -> None:
    account = await house.register()
    login = await house.log_in(account)
    await house.service.recovery.request(account.email, HOME)
    await house.deliver_all()
    await house.service.profiles.delete_own(login.viewer, PASSWORD, HOME)
    state = house.store.state
    assert (state.accounts, state.sessions, state.tokens, state.mails) == ({}, {}, {}, {})
    assert not house.is_live(login)
    assert state.events[-1] == AccountDeleted(account.id)
    kept = [entry.actor.device for entry in state.audit if entry.subject_id == account.id]
    assert set(kept) == {Device(None, None)}
    with pytest.raises(Unauthenticated):
        await house.service.profiles.own(login.viewer)


async def test_the_last_administrator_can_neither_leave_nor_step_back(house: House) -> None:
    admin = await house.log_in(await house.register("ada@cinema.test", Role.ADMIN))
    id = admin.account.id
    actor = Actor(id, HOME)
    with pytest.raises(InvalidInput) as refusal:
        await house.service.administration.set_roles(id, frozenset({Role.STAFF}), actor)
    assert refusal.value.fields[0].code == "LAST_ADMINISTRATOR"
    with pytest.raises(LastAdministrator):
        await house.service.profiles.delete(id, actor)
    assert house.store.state.accounts[id].roles == {Role.ADMIN}
    assert house.is_live(admin)
    await house.register("bea@cinema.test", Role.ADMIN)
    await house.service.profiles.delete(id, actor)
    assert id not in house.store.state.accounts


async def test_an_account_keeps_at_least_one_role(house: House) -> None:
    account = await house.register()
    with pytest.raises(InvalidInput):
        await house.service.administration.set_roles(account.id, frozenset(), Actor(None, HOME))
    assert house.store.state.accounts[account.id].roles == {Role.CUSTOMER}


@pytest.mark.parametrize("id", ["acc_01", "", "ses_00000000000000000000000000", "$ne", "acc_" * 9])
async def test_an_id_of_another_shape_is_not_found(house: House, id: str) -> None:
    actor = Actor(None, HOME)
    with pytest.raises(NotFound):
        await house.service.profiles.update(id, {"first_name": "X"}, actor)
    with pytest.raises(NotFound):
        await house.service.profiles.delete(id, actor)
    with pytest.raises(NotFound):
        await house.service.administration.set_roles(id, frozenset({Role.STAFF}), actor)
    with pytest.raises(NotFound):
        await house.service.administration.revoke_sessions(id, actor)


async def test_the_log_says_which_fields_changed_and_not_what_they_say(house: House) -> None:
    account = await house.register()
    await house.service.profiles.update(
        account.id, {"first_name": "Zoe", "phone": None}, Actor(account.id, HOME)
    )
    entry = house.store.state.audit[-1]
    assert entry.action is AuditAction.PROFILE_UPDATED
    assert entry.details == {"fields": "first_name phone"}


async def test_the_export_holds_the_account_its_sessions_and_its_log(house: House) -> None:
    login = await house.log_in(await house.register())
    held = await house.service.profiles.export(login.viewer, HOME)
    assert held.account == login.account
    assert [session.id for session in held.sessions] == [login.session.id]
    assert held.audit[-1].action is AuditAction.DATA_EXPORTED
