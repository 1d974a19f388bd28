"""A secret that is read again while it rotates, and kept while Vault is unavailable."""

import asyncio
from datetime import timedelta

import pytest

from shared.errors import Unavailable
from shared.secrets.rotating import RotatingSecret
from shared.secrets.vault import VaultAccessError
from tests.unit.shared.secrets.fake_vault import FakeVault, SetClock

MAX_AGE = timedelta(seconds=10)
GOOD_FOR = timedelta(minutes=5)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def vault() -> FakeVault:
    return FakeVault("public/keys", {"kid-1": "first"})


@pytest.fixture
def secret(vault: FakeVault, clock: SetClock) -> RotatingSecret:
    return RotatingSecret(
        vault.as_vault(), vault.path, clock=clock, max_age=MAX_AGE, good_for=GOOD_FOR
    )


async def test_the_copy_is_used_until_it_is_too_old(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    assert await secret.get() == {"kid-1": "first"}
    vault.secret = {"kid-2": "second"}
    clock.move(seconds=10)
    assert await secret.get() == {"kid-1": "first"}
    clock.move(seconds=1)
    assert await secret.get() == {"kid-2": "second"}
    assert vault.reads == 2


async def test_the_copy_is_kept_while_vault_is_unavailable(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    await secret.get()
    vault.failure = Unavailable("vault")
    clock.move(minutes=5)
    assert await secret.get() == {"kid-1": "first"}
    clock.move(seconds=1)
    with pytest.raises(Unavailable):
        await secret.get()


async def test_without_a_copy_an_outage_is_reported(
    secret: RotatingSecret, vault: FakeVault
) -> None:
    vault.failure = Unavailable("vault")
    with pytest.raises(Unavailable):
        await secret.get()
    with pytest.raises(Unavailable):
        await secret.find("kid-1")


async def test_a_refusal_of_vault_is_reported_at_once(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    await secret.get()
    vault.failure = VaultAccessError("no")
    clock.move(seconds=11)
    with pytest.raises(VaultAccessError):
        await secret.get()


async def test_find_returns_one_value(secret: RotatingSecret, vault: FakeVault) -> None:
    assert await secret.find("kid-1") == "first"
    assert vault.reads == 1


async def test_find_reads_again_for_a_value_that_was_rotated_in(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    await secret.get()
    vault.secret = {"kid-1": "first", "kid-2": "second"}
    clock.move(seconds=2)
    assert await secret.find("kid-2") == "second"
    assert vault.reads == 2


async def test_unknown_names_cause_at_most_one_read_a_second(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    await secret.get()
    clock.move(seconds=2)
    found = await asyncio.gather(*(secret.find(f"made up {number}") for number in range(20)))
    assert found == [None] * 20
    assert vault.reads == 2
    clock.move(seconds=1)
    assert await secret.find("made up") is None
    assert vault.reads == 2


async def test_callers_at_the_same_time_share_one_read(
    secret: RotatingSecret, vault: FakeVault
) -> None:
    answers = await asyncio.gather(*(secret.get() for _ in range(20)))
    assert answers == [{"kid-1": "first"}] * 20
    assert vault.reads == 1


async def test_one_caller_waits_for_vault_and_the_others_use_the_copy(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    await secret.get()
    clock.move(seconds=11)
    vault.secret = {"kid-2": "second"}
    answers = await asyncio.gather(*(secret.get() for _ in range(3)))
    assert answers == [{"kid-2": "second"}, {"kid-1": "first"}, {"kid-1": "first"}]
    assert vault.reads == 2


async def test_an_outage_is_tried_again_at_most_once_a_second(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    await secret.get()
    vault.failure = Unavailable("vault")
    clock.move(seconds=2)
    for _ in range(3):
        with pytest.raises(Unavailable):
            await secret.look_again()
    assert vault.reads == 2
    vault.failure = None
    clock.move(seconds=2)
    assert await secret.look_again() == {"kid-1": "first"}


async def test_a_secret_that_is_refreshed_in_time_is_not_read_by_its_users(
    secret: RotatingSecret, vault: FakeVault, clock: SetClock
) -> None:
    await secret.refresh()
    vault.secret = {"kid-2": "second"}
    for _ in range(5):
        clock.move(seconds=6)
        await secret.refresh()
        assert await secret.get() == {"kid-2": "second"}
    assert vault.reads == 6
