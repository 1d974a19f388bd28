"""Keys are rotated and retired in a real Vault, and verifiers follow."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import hvac
import pytest

from dev.addresses import Folders, Ports
from dev.bootstrap import rotation
from dev.bootstrap import vault as bootstrap_vault
from dev.bootstrap.secret_values import ROTATED
from dev.bootstrap.vault import read, read_version, write
from dev.errors import StackError
from dev.parts import vault
from dev.processes import ManagedProcess
from shared.clock import SystemClock
from shared.errors import Unavailable
from shared.secrets.rotating import OWN_KEY_GOOD_FOR, TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from shared.secrets.vault import Vault
from subgraphs.booking.adapters.ticket_codes import Ed25519TicketSigner, Ed25519TicketVerifier
from subgraphs.booking.errors import KeyNotTrusted

NONE = timedelta(0)
AGE = timedelta(seconds=10)


class MovedClock(SystemClock):
    """The real time plus `ahead`."""

    def __init__(self) -> None:
        self.ahead = NONE

    def now(self) -> datetime:
        return super().now() + self.ahead


@dataclass(frozen=True, slots=True)
class OwnVault:
    """A separate Vault with the folders of its keys."""

    server: ManagedProcess
    addr: str
    folders: Folders

    def admin(self) -> hvac.Client:
        """Return the administrator's client; unseal the Vault when it has just started."""
        return bootstrap_vault.open_vault(self.addr, self.folders.keys, None)

    def secret(self, path: str, clock: MovedClock, good_for: timedelta) -> RotatingSecret:
        """Return a secret as booking reads it."""
        approle: Path = self.folders.approles / "booking"
        own = Vault(self.addr, approle / "role_id", approle / "secret_id")
        return RotatingSecret(own, path, clock=clock, max_age=AGE, good_for=good_for)

    def signer(self, clock: MovedClock) -> Ed25519TicketSigner:
        return Ed25519TicketSigner(self.secret("booking/ticket-key", clock, OWN_KEY_GOOD_FOR))

    def verifier(self, clock: MovedClock) -> Ed25519TicketVerifier:
        return Ed25519TicketVerifier(
            self.secret("public/ticket-keys", clock, TRUSTED_KEYS_GOOD_FOR)
        )


@pytest.fixture(scope="module")
async def own_vault(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[OwnVault]:
    """A Vault with the stack's preparation."""
    folders, ports = Folders(tmp_path_factory.mktemp("vault")), Ports.free()
    folders.make()
    server = ManagedProcess(vault.command(ports, folders), folders.logs)
    await server.start()
    try:
        own_vault = OwnVault(server, ports.url("vault"), folders)
        bootstrap_vault.prepare(own_vault.admin(), "any", folders.approles)
        yield own_vault
    finally:
        await server.stop()


@pytest.fixture
def admin(own_vault: OwnVault) -> hvac.Client:
    return own_vault.admin()


def _kids(admin: hvac.Client, name: str) -> tuple[str, set[str]]:
    """Return the id of the key in use, and the ids of the trusted keys."""
    used, accepted = read(admin, ROTATED[name].used), read(admin, ROTATED[name].accepted)
    assert used is not None
    assert accepted is not None
    return used["kid"], set(accepted)


@pytest.mark.parametrize("name", ["service-key", "ticket-key", "account-router-secret"])
def test_earlier_keys_stay_trusted_until_they_are_retired(admin: hvac.Client, name: str) -> None:
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


def test_a_key_counts_as_new_from_its_first_signature_not_from_its_publication(
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

    def read_and_lose_a_race(client: hvac.Client, path: str) -> bootstrap_vault.Version | None:
        version = read_version(client, path)
        assert version is not None
        write(client, public, version.secret)
        return version

    monkeypatch.setattr(rotation, "read_version", read_and_lose_a_race)
    with pytest.raises(StackError, match="was not rotated"):
        rotation.rotate(admin, "ticket-key", spread=NONE)
    assert _kids(admin, "ticket-key") == before


def test_a_signing_key_that_is_not_public_is_reported(admin: hvac.Client) -> None:
    private = read(admin, "booking/ticket-key")
    assert private is not None
    write(admin, "booking/ticket-key", {**private, "kid": "lost"})
    try:
        with pytest.raises(StackError, match="is not trusted: rotate it first"):
            rotation.retire(admin, "ticket-key", settled=NONE)
    finally:
        write(admin, "booking/ticket-key", private)


async def test_a_verifier_follows_every_change(own_vault: OwnVault, admin: hvac.Client) -> None:
    clock = MovedClock()
    signer, verifier = own_vault.signer(clock), own_vault.verifier(clock)
    starts_at = clock.now()
    old = await signer.sign("tkt_old", "sho_1", "C7", starts_at)
    assert await verifier.verify(old) == "tkt_old"

    rotation.rotate(admin, "ticket-key", spread=NONE)
    clock.ahead += timedelta(seconds=5)
    assert await verifier.verify(await signer.sign("tkt_1", "sho_1", "C7", starts_at)) == "tkt_1"
    # A new signer uses the new key, and the verifier finds that key by its id.
    new = await own_vault.signer(clock).sign("tkt_new", "sho_1", "C7", starts_at)
    assert await verifier.verify(new) == "tkt_new"
    assert await verifier.verify(old) == "tkt_old"

    rotation.retire(admin, "ticket-key", settled=NONE)
    clock.ahead += AGE + timedelta(milliseconds=1)
    with pytest.raises(KeyNotTrusted):
        await verifier.verify(old)
    assert await verifier.verify(new) == "tkt_new"


async def test_keys_outlive_an_outage_of_vault_for_a_limited_time(own_vault: OwnVault) -> None:
    clock = MovedClock()
    signer, verifier = own_vault.signer(clock), own_vault.verifier(clock)
    starts_at = clock.now()
    code = await signer.sign("tkt_1", "sho_1", "C7", starts_at)
    assert await verifier.verify(code) == "tkt_1"
    await own_vault.server.kill()
    try:
        for elapsed in (2 * AGE, TRUSTED_KEYS_GOOD_FOR / 2):
            clock.ahead += elapsed
            assert await signer.sign("tkt_1", "sho_1", "C7", starts_at) == code
            assert await verifier.verify(code) == "tkt_1"
        clock.ahead += TRUSTED_KEYS_GOOD_FOR
        assert await signer.sign("tkt_1", "sho_1", "C7", starts_at) == code
        with pytest.raises(Unavailable):
            await verifier.verify(code)
        # A signer that has never read its key has none.
        with pytest.raises(Unavailable):
            await own_vault.signer(clock).sign("tkt_1", "sho_1", "C7", starts_at)
    finally:
        await own_vault.server.start()
        own_vault.admin()
    assert await verifier.verify(code) == "tkt_1"


async def test_only_one_caller_waits_for_a_vault_that_does_not_answer(
    own_vault: OwnVault,
) -> None:
    clock = MovedClock()
    secret = own_vault.secret("booking/ticket-key", clock, OWN_KEY_GOOD_FOR)
    kept = await secret.get()
    own_vault.server.pause()
    try:
        clock.ahead += 2 * AGE
        asking = asyncio.create_task(secret.get())
        await asyncio.sleep(0)
        assert await secret.get() == kept
        assert not asking.done()
        own_vault.server.resume()
        assert await asking == kept
    finally:
        own_vault.server.resume()
