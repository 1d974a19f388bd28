"""Keys are rotated in and retired in a real Vault, and whoever verifies keeps up."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import hvac
import pytest

from dev.addresses import Folders, Ports
from dev.bootstrap import rotation, secret_values
from dev.bootstrap import vault as bootstrap_vault
from dev.bootstrap.vault import read, read_version, write
from dev.errors import StackError
from dev.parts import vault
from dev.processes import ManagedProcess
from shared.clock import SystemClock
from shared.secrets import RotatingSecret
from shared.vault import Vault
from subgraphs.booking.errors import KeyNotTrusted
from subgraphs.booking.tickets import Ed25519TicketSigner, Ed25519TicketVerifier

NONE = timedelta(0)


class MovedClock(SystemClock):
    """The real time, and what is added to it."""

    def __init__(self) -> None:
        self.ahead = NONE

    def now(self) -> datetime:
        return super().now() + self.ahead


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[tuple[str, Folders]]:
    """A prepared Vault of its own: its address, and where its keys are."""
    folders, ports = Folders(tmp_path_factory.mktemp("vault")), Ports.free()
    folders.make()
    server = ManagedProcess(vault.command(ports, folders), folders.logs)
    await server.start()
    try:
        admin = bootstrap_vault.open_vault(ports.url("vault"), folders.keys, None)
        bootstrap_vault.prepare(admin, "any", folders.approles)
        yield ports.url("vault"), folders
    finally:
        await server.stop()


@pytest.fixture
def admin(house: tuple[str, Folders]) -> hvac.Client:
    addr, folders = house
    return bootstrap_vault.open_vault(addr, folders.keys, None)


def _kids(admin: hvac.Client, name: str) -> tuple[str, set[str]]:
    """The key that signs, and those that are trusted."""
    path = rotation.KEYS[name]
    private, public = read(admin, path), read(admin, secret_values.KEY_PAIRS[path])
    assert private is not None
    assert public is not None
    return private["kid"], set(public)


@pytest.mark.parametrize("name", ["service-key", "ticket-key"])
def test_keys_before_it_stay_trusted_until_they_are_retired(admin: hvac.Client, name: str) -> None:
    first, trusted = _kids(admin, name)
    assert trusted == {first}
    second = rotation.rotate(admin, name, spread=NONE)
    third = rotation.rotate(admin, name, spread=NONE)
    assert _kids(admin, name) == (third, {first, second, third})
    with pytest.raises(StackError, match=r"retire it in (60|59|58) s"):
        rotation.retire(admin, name)
    assert rotation.retire(admin, name, settled=NONE) == sorted({first, second})
    assert _kids(admin, name) == (third, {third})
    assert rotation.retire(admin, name) == []


def test_a_key_signs_only_once_it_is_public(
    admin: hvac.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = _kids(admin, "ticket-key")
    seen: list[tuple[str, set[str]]] = []

    def look(_seconds: float) -> None:
        seen.append(_kids(admin, "ticket-key"))

    monkeypatch.setattr(rotation.time, "sleep", look)
    new = rotation.rotate(admin, "ticket-key")
    assert seen == [(before, {before, new})]
    rotation.retire(admin, "ticket-key", settled=NONE)


def test_a_key_is_settled_from_when_it_signs_and_not_from_when_it_was_public(
    admin: hvac.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotation.rotate(admin, "ticket-key", spread=NONE)

    def long_public(client: hvac.Client, path: str) -> bootstrap_vault.Version | None:
        version = read_version(client, path)
        assert version is not None
        if path != "public/ticket-keys":
            return version
        return replace(version, written_at=version.written_at - rotation.SETTLED)

    monkeypatch.setattr(rotation, "read_version", long_public)
    with pytest.raises(StackError, match=r"retire it in (60|59|58) s"):
        rotation.retire(admin, "ticket-key")
    rotation.retire(admin, "ticket-key", settled=NONE)


def test_two_rotations_at_once_lose_no_key(
    admin: hvac.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = "public/ticket-keys"
    before = _kids(admin, "ticket-key")

    def overtaken(client: hvac.Client, path: str) -> bootstrap_vault.Version | None:
        version = read_version(client, path)
        assert version is not None
        write(client, public, version.secret)
        return version

    monkeypatch.setattr(rotation, "read_version", overtaken)
    with pytest.raises(StackError, match="was not rotated"):
        rotation.rotate(admin, "ticket-key", spread=NONE)
    assert _kids(admin, "ticket-key") == before


def test_what_was_never_made_is_told(house: tuple[str, Folders], admin: hvac.Client) -> None:
    private = read(admin, "booking/ticket-key")
    assert private is not None
    write(admin, "booking/ticket-key", {**private, "kid": "lost"})
    try:
        with pytest.raises(StackError, match="is not public: rotate it first"):
            rotation.retire(admin, "ticket-key", settled=NONE)
    finally:
        write(admin, "booking/ticket-key", private)


async def test_the_door_keeps_up_with_every_change(
    house: tuple[str, Folders], admin: hvac.Client
) -> None:
    addr, folders = house
    approle: Path = folders.approles / "booking"
    own, clock = Vault(addr, approle / "role_id", approle / "secret_id"), MovedClock()
    age = timedelta(seconds=10)
    signer = Ed25519TicketSigner(
        RotatingSecret(own, "booking/ticket-key", clock=clock, max_age=age)
    )
    verifier = Ed25519TicketVerifier(
        RotatingSecret(own, "public/ticket-keys", clock=clock, max_age=age)
    )
    starts_at = clock.now()
    old = await signer.sign("tkt_old", "sho_1", "C7", starts_at)
    assert await verifier.verify(old) == "tkt_old"

    rotation.rotate(admin, "ticket-key", spread=NONE)
    clock.ahead += timedelta(seconds=5)
    assert await verifier.verify(await signer.sign("tkt_1", "sho_1", "C7", starts_at)) == "tkt_1"
    # The signer has heard of the new key, and the verifier finds it by its id.
    fresh = Ed25519TicketSigner(RotatingSecret(own, "booking/ticket-key", clock=clock, max_age=age))
    new = await fresh.sign("tkt_new", "sho_1", "C7", starts_at)
    assert await verifier.verify(new) == "tkt_new"
    assert await verifier.verify(old) == "tkt_old"

    rotation.retire(admin, "ticket-key", settled=NONE)
    clock.ahead += age + timedelta(milliseconds=1)
    with pytest.raises(KeyNotTrusted):
        await verifier.verify(old)
    assert await verifier.verify(new) == "tkt_new"
