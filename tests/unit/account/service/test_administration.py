"""What administrators do, and what they may not."""

import pytest

from shared.auth.viewer import Role
from shared.errors import InvalidInput, NotFound
from subgraphs.account.domain.audit import Actor
from subgraphs.account.errors import (
    LastAdministrator,
)
from tests.unit.account.conftest import HOME, House


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
