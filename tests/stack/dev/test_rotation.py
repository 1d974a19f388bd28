"""Keys are rotated in and retired in a real Vault, and verifiers follow."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
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
from shared.errors import Unavailable
from shared.secrets.rotating import OWN_KEY_GOOD_FOR, TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from shared.secrets.vault import Vault
from subgraphs.booking.adapters.ticket_codes import Ed25519TicketSigner, Ed25519TicketVerifier
from subgraphs.booking.errors import KeyNotTrusted

NONE = timedelta(0)
AGE = timedelta(seconds=10)


class MovedClock(SystemClock):
    """The real time, and what is added to it."""

    def __init__(self) -> None:
        self.ahead = NONE

    def now(self) -> datetime:
        return super().now() + self.ahead


@dataclass(frozen=True, slots=True)
class House:
    """A Vault of its own, and where its keys are."""

    server: ManagedProcess
    addr: str
    folders: Folders

    def admin(self) -> hvac.Client:
        """The administrator's client; it unseals the Vault when that has just been started."""
        return bootstrap_vault.open_vault(self.addr, self.folders.keys, None)

    def secret(self, path: str, clock: MovedClock, good_for: timedelta) -> RotatingSecret:
        """A secret as booking reads it."""
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
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """Prepared as the stack's is."""
    folders, ports = Folders(tmp_path_factory.mktemp("vault")), Ports.free()
    folders.make()
    server = ManagedProcess(vault.command(ports, folders), folders.logs)
    await server.start()
    try:
        house = House(server, ports.url("vault"), folders)
        bootstrap_vault.prepare(house.admin(), "any", folders.approles)
        yield house
    finally:
        await server.stop()


@pytest.fixture
def admin(house: House) -> hvac.Client:
    return house.admin()


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


def test_what_was_never_made_is_told(admin: hvac.Client) -> None:
    private = read(admin, "booking/ticket-key")
    assert private is not None
    write(admin, "booking/ticket-key", {**private, "kid": "lost"})
    try:
        with pytest.raises(StackError, match="is not public: rotate it first"):
            rotation.retire(admin, "ticket-key", settled=NONE)
    finally:
        write(admin, "booking/ticket-key", private)


async def test_the_door_keeps_up_with_every_change(house: House, admin: hvac.Client) -> None:
    clock = MovedClock()
    signer, verifier = house.signer(clock), house.verifier(clock)
    starts_at = clock.now()
    old = await signer.sign("tkt_old", "sho_1", "C7", starts_at)
    assert await verifier.verify(old) == "tkt_old"

    rotation.rotate(admin, "ticket-key", spread=NONE)
    clock.ahead += timedelta(seconds=5)
    assert await verifier.verify(await signer.sign("tkt_1", "sho_1", "C7", starts_at)) == "tkt_1"
    # The signer has heard of the new key, and the verifier finds it by its id.
    new = await house.signer(clock).sign("tkt_new", "sho_1", "C7", starts_at)
    assert await verifier.verify(new) == "tkt_new"
    assert await verifier.verify(old) == "tkt_old"

    rotation.retire(admin, "ticket-key", settled=NONE)
    clock.ahead += AGE + timedelta(milliseconds=1)
    with pytest.raises(KeyNotTrusted):
        await verifier.verify(old)
    assert await verifier.verify(new) == "tkt_new"


async def test_while_vault_is_away_keys_are_good_for_as_long_as_they_may_be(house: House) -> None:
    clock = MovedClock()
    signer, verifier = house.signer(clock), house.verifier(clock)
    starts_at = clock.now()
    code = await signer.sign("tkt_1", "sho_1", "C7", starts_at)
    assert await verifier.verify(code) == "tkt_1"
    await house.server.kill()
    try:
        for passed in (2 * AGE, TRUSTED_KEYS_GOOD_FOR / 2):
            clock.ahead += passed
            assert await signer.sign("tkt_1", "sho_1", "C7", starts_at) == code
            assert await verifier.verify(code) == "tkt_1"
        clock.ahead += TRUSTED_KEYS_GOOD_FOR
        assert await signer.sign("tkt_1", "sho_1", "C7", starts_at) == code
        with pytest.raises(Unavailable):
            await verifier.verify(code)
        # Who has never read its key has none.
        with pytest.raises(Unavailable):
            await house.signer(clock).sign("tkt_1", "sho_1", "C7", starts_at)
    finally:
        await house.server.start()
        house.admin()
    assert await verifier.verify(code) == "tkt_1"


async def test_a_vault_that_does_not_answer_is_waited_for_by_one_caller_alone(
    house: House,
) -> None:
    clock = MovedClock()
    secret = house.secret("booking/ticket-key", clock, OWN_KEY_GOOD_FOR)
    kept = await secret.get()
    house.server.pause()
    try:
        clock.ahead += 2 * AGE
        asking = asyncio.create_task(secret.get())
        await asyncio.sleep(0)
        assert await secret.get() == kept
        assert not asking.done()
        house.server.resume()
        assert await asking == kept
    finally:
        house.server.resume()
