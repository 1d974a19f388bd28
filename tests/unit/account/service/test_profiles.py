"""Changing, exporting and deleting an own account."""

import pytest

from shared.errors import Unauthenticated
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.domain.sessions import Device
from subgraphs.account.errors import (
    InvalidCredentials,
)
from subgraphs.account.events import AccountDeleted
from tests.unit.account.conftest import HOME, NEW, PASSWORD, Workbench


async def test_changing_the_password_ends_the_other_sessions(bench: Workbench) -> None:
    account = await bench.register()
    other, this = await bench.log_in(account), await bench.log_in(account)
    await bench.service.profiles.change_password(this.viewer, PASSWORD, NEW, HOME)
    assert bench.is_live(this)
    assert not bench.is_live(other)
    stored = bench.store.state.accounts[account.id].password_hash
    assert stored == await bench.passwords.hash(NEW)


async def test_a_wrong_current_password_changes_nothing(bench: Workbench) -> None:
    account = await bench.register()
    login = await bench.log_in(account)
    before = bench.store.state.accounts[account.id]
    with pytest.raises(InvalidCredentials):
        await bench.service.profiles.change_password(login.viewer, "wrong", NEW, HOME)
    with pytest.raises(InvalidCredentials):
        await bench.service.profiles.delete_own(login.viewer, "wrong", HOME)
    assert bench.store.state.accounts[account.id] == before


async def test_deletion_removes_everything_and_emits_its_event(bench: Workbench) -> None:
    account = await bench.register()
    login = await bench.log_in(account)
    await bench.service.recovery.request(account.email, HOME)
    await bench.delivery.deliver_all()
    await bench.service.profiles.delete_own(login.viewer, PASSWORD, HOME)
    state = bench.store.state
    assert (state.accounts, state.sessions, state.tokens, state.mails) == ({}, {}, {}, {})
    assert not bench.is_live(login)
    assert state.events[-1] == AccountDeleted(account.id)
    kept = [entry.actor.device for entry in state.audit if entry.subject_id == account.id]
    assert set(kept) == {Device(None, None)}
    with pytest.raises(Unauthenticated):
        await bench.service.profiles.own(login.viewer)


async def test_the_log_names_the_changed_fields_and_not_their_values(bench: Workbench) -> None:
    account = await bench.register()
    await bench.service.profiles.update(
        account.id, {"first_name": "Zoe", "phone": None}, Actor(account.id, HOME)
    )
    entry = bench.store.state.audit[-1]
    assert entry.action is AuditAction.PROFILE_UPDATED
    assert entry.details == {"fields": "first_name phone"}


async def test_the_export_holds_the_account_its_sessions_and_its_log(bench: Workbench) -> None:
    login = await bench.log_in(await bench.register())
    held = await bench.service.profiles.export(login.viewer, HOME)
    assert held.account == login.account
    assert [session.id for session in held.sessions] == [login.session.id]
    assert held.audit[-1].action is AuditAction.DATA_EXPORTED
