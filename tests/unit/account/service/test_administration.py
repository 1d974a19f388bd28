"""What administrators do, and what they may not."""

import pytest

from shared.auth.viewer import Role
from shared.errors import InvalidInput, NotFound
from subgraphs.account.domain.audit import Actor
from subgraphs.account.errors import (
    LastAdministrator,
)
from tests.unit.account.conftest import HOME, Workbench


async def test_the_last_administrator_can_neither_leave_nor_step_back(bench: Workbench) -> None:
    admin = await bench.log_in(await bench.register("ada@cinema.test", Role.ADMIN))
    id = admin.account.id
    actor = Actor(id, HOME)
    with pytest.raises(InvalidInput) as refusal:
        await bench.service.administration.set_roles(id, frozenset({Role.STAFF}), actor)
    assert refusal.value.fields[0].code == "LAST_ADMINISTRATOR"
    with pytest.raises(LastAdministrator):
        await bench.service.profiles.delete(id, actor)
    assert bench.store.state.accounts[id].roles == {Role.ADMIN}
    assert bench.is_live(admin)
    await bench.register("bea@cinema.test", Role.ADMIN)
    await bench.service.profiles.delete(id, actor)
    assert id not in bench.store.state.accounts


async def test_an_account_keeps_at_least_one_role(bench: Workbench) -> None:
    account = await bench.register()
    with pytest.raises(InvalidInput):
        await bench.service.administration.set_roles(account.id, frozenset(), Actor(None, HOME))
    assert bench.store.state.accounts[account.id].roles == {Role.CUSTOMER}


@pytest.mark.parametrize("id", ["acc_01", "", "ses_00000000000000000000000000", "$ne", "acc_" * 9])
async def test_an_id_of_another_shape_is_not_found(bench: Workbench, id: str) -> None:
    actor = Actor(None, HOME)
    with pytest.raises(NotFound):
        await bench.service.profiles.update(id, {"first_name": "X"}, actor)
    with pytest.raises(NotFound):
        await bench.service.profiles.delete(id, actor)
    with pytest.raises(NotFound):
        await bench.service.administration.set_roles(id, frozenset({Role.STAFF}), actor)
    with pytest.raises(NotFound):
        await bench.service.administration.revoke_sessions(id, actor)
