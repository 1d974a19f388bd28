"""Sessions end at once, also after a crash or an outage."""

from datetime import timedelta

import pytest

from shared.auth.sessions import token_hash
from shared.auth.viewer import LiveSession, Role
from shared.errors import NotFound
from subgraphs.account.domain.audit import Actor, AuditAction
from subgraphs.account.errors import InvalidCredentials
from tests.unit.account.conftest import HOME, PASSWORD, Workbench

ANONYMOUS = Actor(None, HOME)


async def test_every_login_makes_a_new_session(bench: Workbench) -> None:
    account = await bench.register()
    first, second = await bench.log_in(account), await bench.log_in(account)
    assert first.token != second.token
    assert bench.is_live(first)
    assert bench.is_live(second)
    listed = await bench.service.sessions.of_account(account.id)
    assert [session.id for session in listed] == [second.session.id, first.session.id]


async def test_only_the_hash_of_the_token_is_stored(bench: Workbench) -> None:
    login = await bench.log_in(await bench.register())
    assert login.session.token_hash == token_hash(login.token)
    assert login.token not in repr((bench.store.state, bench.live.sessions))


async def test_logout_ends_only_this_session(bench: Workbench) -> None:
    account = await bench.register()
    here, there = await bench.log_in(account), await bench.log_in(account)
    await bench.service.sessions.log_out(here.viewer, HOME)
    assert not bench.is_live(here)
    assert bench.is_live(there)


async def test_setting_roles_ends_every_session(bench: Workbench) -> None:
    account = await bench.register()
    logins = [await bench.log_in(account) for _ in range(3)]
    changed = await bench.service.administration.set_roles(
        account.id, frozenset({Role.STAFF}), ANONYMOUS
    )
    assert changed.roles == {Role.STAFF}
    assert not any(bench.is_live(login) for login in logins)
    assert bench.store.state.sessions == {}
    assert bench.store.state.revoked == set()


async def test_revocations_that_a_crash_left_are_finished(
    bench: Workbench,
) -> None:
    account = await bench.register()
    login = await bench.log_in(account)
    bench.live.crash = True
    with pytest.raises(KeyboardInterrupt):
        await bench.service.administration.set_roles(account.id, frozenset({Role.STAFF}), ANONYMOUS)
    assert bench.is_live(login), "the crash came before the session was deleted"
    bench.live.crash = False
    await bench.service.sessions.finish_all()
    assert not bench.is_live(login)
    assert bench.store.state.revoked == set()


async def test_while_redis_is_unavailable_the_change_is_stored_and_finished_later(
    bench: Workbench,
) -> None:
    account = await bench.register()
    login = await bench.log_in(account)
    bench.live.unavailable = True
    await bench.service.administration.set_roles(account.id, frozenset({Role.STAFF}), ANONYMOUS)
    bench.live.unavailable = False
    await bench.service.sessions.finish_all()
    assert not bench.is_live(login)


async def test_a_login_that_began_before_a_change_cannot_finish_after_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await bench.register()
    put = bench.live.put

    async def change_roles_first(hash: str, session: LiveSession) -> object:
        await bench.service.administration.set_roles(account.id, frozenset({Role.STAFF}), ANONYMOUS)
        return await put(hash, session)

    monkeypatch.setattr(bench.live, "put", change_roles_first)
    with pytest.raises(InvalidCredentials):
        await bench.service.logins.log_in(account.email, PASSWORD, HOME)
    assert bench.live.sessions == {}


async def test_a_viewer_can_revoke_only_their_own_sessions(bench: Workbench) -> None:
    ana, bob = await bench.register(), await bench.register("bob@cinema.test")
    mine, theirs = await bench.log_in(ana), await bench.log_in(bob)
    with pytest.raises(NotFound):
        await bench.service.sessions.revoke(mine.viewer, theirs.session.id, HOME)
    assert bench.is_live(theirs)
    assert await bench.service.sessions.revoke(mine.viewer, mine.session.id, HOME) == 1
    assert not bench.is_live(mine)


async def test_an_administrator_can_revoke_any_session(bench: Workbench) -> None:
    admin = await bench.log_in(await bench.register("ada@cinema.test", Role.ADMIN))
    theirs = await bench.log_in(await bench.register())
    await bench.service.sessions.revoke(admin.viewer, theirs.session.id, HOME)
    assert not bench.is_live(theirs)


async def test_revoking_the_other_sessions_keeps_this_one(bench: Workbench) -> None:
    account = await bench.register()
    others = [await bench.log_in(account) for _ in range(2)]
    this = await bench.log_in(account)
    assert await bench.service.sessions.revoke_others(this.viewer, HOME) == 2
    assert bench.is_live(this)
    assert not any(map(bench.is_live, others))


async def test_a_session_has_an_idle_and_an_absolute_end(bench: Workbench) -> None:
    login = await bench.log_in(await bench.register())
    live = bench.live.sessions[login.session.token_hash]
    assert live.absolute_end == bench.clock.now() + timedelta(days=1)
    assert login.session.expires_at == bench.clock.now() + timedelta(hours=1)


async def test_each_change_of_a_session_is_in_the_audit_log(bench: Workbench) -> None:
    account = await bench.register()
    login = await bench.log_in(account)
    await bench.service.sessions.log_out(login.viewer, HOME)
    assert [entry.action for entry in bench.store.state.audit] == [
        AuditAction.REGISTERED,
        AuditAction.LOGGED_IN,
        AuditAction.LOGGED_OUT,
    ]
    assert bench.store.state.audit[-1].actor == Actor(account.id, HOME)
