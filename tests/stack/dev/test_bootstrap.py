"""The bootstrap gives each service only its own access, and a second run changes nothing."""

import itertools
import json
import shutil
from dataclasses import replace
from pathlib import Path

import hvac
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError

from dev.addresses import SUBGRAPHS, Folders, Ports
from dev.bootstrap import vault as bootstrap_vault
from dev.bootstrap.kafka import TOPICS, refuse_failures
from dev.errors import StackError
from dev.parts import vault
from dev.processes import ManagedProcess
from dev.stack import Stack
from shared.secrets.vault import Vault, VaultAccessError
from shared.storage.mongo import connect

PAIRS = list(itertools.permutations(SUBGRAPHS, 2))
SECRETS = {
    "account": ["mongo", "redis", "router-secrets", "totp-key"],
    "catalog": ["mongo", "redis", "router-secrets"],
    "booking": ["mongo", "redis", "router-secrets", "service-key", "ticket-key"],
    "payment": ["mongo", "redis", "router-secrets", "provider"],
}


def identity(stack: Stack, name: str) -> Vault:
    """Return Vault with a subgraph's identity."""
    folder = stack.folders.approles / name
    return Vault(stack.upstream.vault_addr, folder / "role_id", folder / "secret_id")


@pytest.mark.parametrize("name", SUBGRAPHS)
async def test_a_subgraph_reads_its_own_secrets_and_the_public_keys(
    stack: Stack, name: str
) -> None:
    own = identity(stack, name)

    for secret in SECRETS[name]:
        assert all((await own.read(f"{name}/{secret}")).values())
    for public in ("public/booking-service-keys", "public/ticket-keys"):
        (key,) = (await own.read(public)).values()
        assert key.startswith("-----BEGIN PUBLIC KEY-----")


@pytest.mark.parametrize(("name", "other"), PAIRS)
async def test_no_subgraph_reads_another_ones_secrets(stack: Stack, name: str, other: str) -> None:
    for secret in SECRETS[other]:
        with pytest.raises(VaultAccessError):
            await identity(stack, name).read(f"{other}/{secret}")


@pytest.mark.parametrize("name", SUBGRAPHS)
async def test_no_subgraph_reads_what_the_router_sends(stack: Stack, name: str) -> None:
    for sent in SUBGRAPHS:
        with pytest.raises(VaultAccessError):
            await identity(stack, name).read(f"router/{sent}")


async def test_an_administrators_token_in_the_environment_gives_no_access(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = json.loads((stack.folders.keys / "vault.json").read_text())
    monkeypatch.setenv("VAULT_TOKEN", kept["token"])
    with pytest.raises(VaultAccessError):
        await identity(stack, "account").read("payment/provider")


@pytest.mark.parametrize(("name", "other"), PAIRS)
async def test_no_subgraph_reads_or_writes_another_ones_database(
    stack: Stack, name: str, other: str
) -> None:
    credentials = await identity(stack, name).read(f"{name}/mongo")
    async with connect(stack.upstream.mongo_url, credentials) as client:
        await client[name].list_collection_names()
        with pytest.raises(OperationFailure, match=r"(?i)not authorized|requires authentication"):
            await client[other]["anything"].find_one()
        with pytest.raises(OperationFailure, match=r"(?i)not authorized|requires authentication"):
            await client[other]["anything"].insert_one({})


async def test_reads_without_a_user_or_a_password_are_refused(stack: Stack) -> None:
    async with AsyncMongoClient[dict[str, object]](stack.upstream.mongo_url) as client:
        with pytest.raises(OperationFailure, match="requires authentication"):
            await client["account"]["accounts"].find_one()
    async with Redis.from_url(stack.upstream.redis_url) as redis:  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
        with pytest.raises(AuthenticationError):
            await redis.ping()  # pyright: ignore[reportUnknownMemberType] - the same


async def test_every_event_has_a_topic_and_a_dead_letter_topic(stack: Stack) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.upstream.kafka_bootstrap_servers)
    await admin.start()
    try:
        existing = set(await admin.list_topics())
    finally:
        await admin.close()

    assert set(TOPICS) <= existing
    assert "booking.confirmed.v1.dlq" in TOPICS


async def test_a_second_run_changes_nothing(stack: Stack) -> None:
    async def state() -> dict[str, object]:
        secrets = {
            f"{name}/{secret}": await identity(stack, name).read(f"{name}/{secret}")
            for name in SUBGRAPHS
            for secret in SECRETS[name]
        }
        folders = (stack.folders.keys, stack.folders.approles, stack.folders.router)
        files = {
            file: file.read_text()
            for folder in folders
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        return {"secrets": secrets, "files": files}

    before = await state()
    await stack.prepare()

    assert await state() == before


def test_files_with_credentials_are_closed_to_other_users(stack: Stack) -> None:
    for folder in (stack.folders.keys, stack.folders.approles, stack.folders.router):
        assert folder.stat().st_mode & 0o077 == 0
    names = ("vault.json", "mongo-root-password", "redis-password", "redis.conf")
    for file in [stack.folders.keys / name for name in names]:
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = Folders(tmp_path)
    folders.make()
    return folders


async def test_a_sealed_vault_is_reported_in_one_sentence(folders: Folders) -> None:
    ports = Ports.free()
    server = ManagedProcess(vault.command(ports, folders), folders.logs)
    await server.start()
    try:
        with pytest.raises(StackError) as refused:
            bootstrap_vault.open_vault(ports.url("vault"), folders.keys, token="any")
    finally:
        await server.stop()

    assert str(refused.value) == (
        f"Vault at {ports.url('vault')} is sealed: unseal it and try again."
    )


async def test_a_vault_without_elections_replaces_the_ids_of_another_vault(
    stack: Stack, folders: Folders
) -> None:
    """compose.yaml's Vault has such storage; the ids in the folder come from another Vault."""
    shutil.copytree(stack.folders.approles, folders.approles, dirs_exist_ok=True)
    ports = Ports.free()
    command = vault.command(ports, folders)
    configuration = folders.keys / "alone.hcl"
    configuration.write_text(
        'storage "inmem" {}\n'
        f'listener "tcp" {{\n  address = "127.0.0.1:{ports.vault}"\n  tls_disable = true\n}}\n'
    )
    server = ManagedProcess(
        replace(command, argv=(*command.argv[:-1], configuration)), folders.logs
    )
    await server.start()
    try:
        folder = folders.approles / "booking"
        own = Vault(ports.url("vault"), folder / "role_id", folder / "secret_id")
        admin = bootstrap_vault.open_vault(ports.url("vault"), folders.keys, None)
        bootstrap_vault.prepare(admin, "any", folders.root / "others")
        with pytest.raises(VaultAccessError, match="does not know the identity"):
            await own.read("booking/ticket-key")
        bootstrap_vault.prepare(admin, "any", folders.approles)
        assert (await own.read("booking/ticket-key"))["kid"]
    finally:
        await server.stop()


def test_a_topic_that_failed_is_reported_and_an_existing_topic_is_not() -> None:
    with pytest.raises(StackError, match=r"topic b: InvalidReplicationFactorError"):
        refuse_failures([("a", 36, "exists"), ("b", 38, "too few")])
    refuse_failures([("a", 36, "exists"), ("b", 0, None)])


def test_an_unavailable_vault_is_reported_in_one_sentence(tmp_path: Path) -> None:
    nowhere = Ports.free().url("vault")

    with pytest.raises(StackError) as refused:
        bootstrap_vault.open_vault(nowhere, tmp_path, token="any")

    assert str(refused.value) == (
        f"Vault does not answer at {nowhere}: start it, or unset VAULT_ADDR."
    )


def test_a_token_that_vault_refuses_is_reported_in_one_sentence(stack: Stack) -> None:
    with pytest.raises(StackError, match="refuses the token: set VAULT_TOKEN to a valid one"):
        bootstrap_vault.open_vault(stack.upstream.vault_addr, stack.folders.keys, token="wrong")


def test_the_kept_token_opens_vault(stack: Stack) -> None:
    client: hvac.Client = bootstrap_vault.open_vault(
        stack.upstream.vault_addr, stack.folders.keys, token=None
    )

    assert bootstrap_vault.read(client, "booking/mongo")
    assert bootstrap_vault.read(client, "booking/nothing") is None
