"""Sessions end at once, also after a crash or an outage."""

from datetime import timedelta

import pytest

from shared.auth.sessions import token_hash
from shared.auth.viewer import LiveSession, Role
from shared.errors import NotFound
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.errors import InvalidCredentials
from tests.unit.account.conftest import HOME, PASSWORD, House

ANONYMOUS = Actor(None, HOME)


async def test_every_login_makes_a_new_session(house: House) -> None:
    account = await house.register()
    first, second = await house.log_in(account), await house.log_in(account)
    assert first.token != second.token
    assert house.is_live(first)
    assert house.is_live(second)
    listed = await house.service.sessions.of_account(account.id)
    assert [session.id for session in listed] == [second.session.id, first.session.id]


async def test_only_the_hash_of_the_token_is_stored(house: House) -> None:
    login = await house.log_in(await house.register())
    assert login.session.token_hash == token_hash(login.token)
    assert login.token not in repr((house.store.state, house.live.sessions))


async def test_logout_ends_only_this_session(house: House) -> None:
    account = await house.register()
    here, there = await house.log_in(account), await house.log_in(account)
    await house.service.sessions.log_out(here.viewer, HOME)
    assert not house.is_live(here)
    assert house.is_live(there)


async def test_setting_roles_ends_every_session(house: House) -> None:
    account = await house.register()
    logins = [await house.log_in(account) for _ in range(3)]
    changed = await house.service.administration.set_roles(
        account.id, frozenset({Role.STAFF}), ANONYMOUS
    )
    assert changed.roles == {Role.STAFF}
    assert not any(house.is_live(login) for login in logins)
    assert house.store.state.sessions == {}
    assert house.store.state.revoked == set()


async def test_revocations_that_a_crash_left_are_finished(
    house: House,
) -> None:
    account = await house.register()
    login = await house.log_in(account)
    house.live.crash = True
    with pytest.raises(KeyboardInterrupt):
        await house.service.administration.set_roles(account.id, frozenset({Role.STAFF}), ANONYMOUS)
    assert house.is_live(login), "the crash came before the session was deleted"
    house.live.crash = False
    await house.service.sessions.finish_all()
    assert not house.is_live(login)
    assert house.store.state.revoked == set()


async def test_while_redis_is_unavailable_the_change_is_stored_and_finished_later(
    house: House,
) -> None:
    account = await house.register()
    login = await house.log_in(account)
    house.live.unavailable = True
    await house.service.administration.set_roles(account.id, frozenset({Role.STAFF}), ANONYMOUS)
    house.live.unavailable = False
    await house.service.sessions.finish_all()
    assert not house.is_live(login)


async def test_a_login_that_began_before_a_change_cannot_finish_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await house.register()
    put = house.live.put

    async def change_roles_first(hash: str, session: LiveSession) -> object:
        await house.service.administration.set_roles(account.id, frozenset({Role.STAFF}), ANONYMOUS)
        return await put(hash, session)

    monkeypatch.setattr(house.live, "put", change_roles_first)
    with pytest.raises(InvalidCredentials):
        await house.service.logins.log_in(account.email, PASSWORD, HOME)
    assert house.live.sessions == {}


async def test_a_viewer_can_revoke_only_their_own_sessions(house: House) -> None:
    ana, bob = await house.register(), await house.register("bob@cinema.test")
    mine, theirs = await house.log_in(ana), await house.log_in(bob)
    with pytest.raises(NotFound):
        await house.service.sessions.revoke(mine.viewer, theirs.session.id, HOME)
    assert house.is_live(theirs)
    assert await house.service.sessions.revoke(mine.viewer, mine.session.id, HOME) == 1
    assert not house.is_live(mine)


async def test_an_administrator_can_revoke_any_session(house: House) -> None:
    admin = await house.log_in(await house.register("ada@cinema.test", Role.ADMIN))
    theirs = await house.log_in(await house.register())
    await house.service.sessions.revoke(admin.viewer, theirs.session.id, HOME)
    assert not house.is_live(theirs)


async def test_revoking_the_other_sessions_keeps_this_one(house: House) -> None:
    account = await house.register()
    others = [await house.log_in(account) for _ in range(2)]
    this = await house.log_in(account)
    assert await house.service.sessions.revoke_others(this.viewer, HOME) == 2
    assert house.is_live(this)
    assert not any(map(house.is_live, others))


async def test_a_session_has_an_idle_and_an_absolute_end(house: House) -> None:
    login = await house.log_in(await house.register())
    live = house.live.sessions[login.session.token_hash]
    assert live.absolute_end == house.clock.now() + timedelta(days=1)
    assert login.session.expires_at == house.clock.now() + timedelta(hours=1)


async def test_each_change_of_a_session_is_in_the_audit_log(house: House) -> None:
    account = await house.register()
    login = await house.log_in(account)
    await house.service.sessions.log_out(login.viewer, HOME)
    assert [entry.action for entry in house.store.state.audit] == [
        AuditAction.REGISTERED,
        AuditAction.LOGGED_IN,
        AuditAction.LOGGED_OUT,
    ]
    assert house.store.state.audit[-1].actor == Actor(account.id, HOME)
