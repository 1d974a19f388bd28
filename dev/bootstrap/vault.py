"""Prepares Vault: policies, AppRoles and secrets; initialises and unseals the stack's own Vault."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import hvac
import requests
from hvac.exceptions import InvalidPath, VaultError

from dev.addresses import SUBGRAPHS
from dev.bootstrap import secret_values
from dev.errors import StackError

_MOUNT = "secret"
_LEADER_SECONDS = 15.0


def open_vault(addr: str, keys: Path, token: str | None) -> hvac.Client:
    """Return an administrator's client for the Vault at `addr`.

    A `token` means that somebody else runs this Vault, which must be unsealed. None means that it
    is the stack's own: the first call initialises it and every call unseals it, with the key in
    the folder `keys`.
    """
    # Vault is near: use neither a proxy nor a token from the environment.
    session = requests.Session()
    session.trust_env = False
    try:
        client = hvac.Client(url=addr, token=token or "", timeout=10, session=session)
        if token is None:
            _unseal(client, keys)
        elif client.sys.is_sealed():
            raise StackError(f"Vault at {addr} is sealed: unseal it and try again.")
        if not client.is_authenticated():
            raise StackError(f"Vault at {addr} refuses the token: set VAULT_TOKEN to a valid one.")
    except requests.RequestException as error:
        raise StackError(
            f"Vault does not answer at {addr}: start it, or unset VAULT_ADDR."
        ) from error
    return client


def prepare(client: hvac.Client, redis_password: str, approles: Path) -> None:
    """Create missing policies, AppRoles (with their ids as files below `approles`) and secrets."""
    try:
        _prepare(client, redis_password, approles)
    except (VaultError, requests.RequestException) as error:
        raise StackError(f"Vault cannot be prepared at {client.url}: {error}") from error


def _prepare(client: hvac.Client, redis_password: str, approles: Path) -> None:
    if f"{_MOUNT}/" not in client.sys.list_mounted_secrets_engines()["data"]:
        client.sys.enable_secrets_engine("kv", path=_MOUNT, options={"version": "2"})
    if "approle/" not in client.sys.list_auth_methods()["data"]:
        client.sys.enable_auth_method("approle")
    for name in SUBGRAPHS:
        _identity(client, name, approles / name)
        if read(client, f"{name}/redis") != {"password": redis_password}:
            write(client, f"{name}/redis", {"password": redis_password})
    for path, make in secret_values.SINGLE.items():
        if read(client, path) is None:
            write(client, path, dict(make()))
    for rotated in secret_values.ROTATED.values():
        if read(client, rotated.used) is None:
            used, accepted = rotated.make()
            # The accepted half first: nobody must use a key before others can trust it.
            write(client, rotated.accepted, dict(accepted))
            write(client, rotated.used, dict(used))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a secret; `number` rises with each version of the path."""

    secret: dict[str, str]
    number: int
    written_at: datetime


def read(client: hvac.Client, path: str) -> dict[str, str] | None:
    """Return the secret at `path`; None when there is none."""
    newest = read_version(client, path)
    return newest.secret if newest else None


def read_version(client: hvac.Client, path: str) -> Version | None:
    """Return the newest version of the secret at `path`; None when there is none."""
    try:
        answer = client.secrets.kv.v2.read_secret_version(
            path, mount_point=_MOUNT, raise_on_deleted_version=True
        )
    except InvalidPath:
        return None
    metadata = answer["data"]["metadata"]
    return Version(
        answer["data"]["data"],
        metadata["version"],
        datetime.fromisoformat(metadata["created_time"]),
    )


def write(
    client: hvac.Client, path: str, secret: dict[str, str], *, after: Version | None = None
) -> None:
    """Write a new version of the secret; hvac's InvalidRequest when `after` is not the newest.

    Without `after` the write is unconditional.
    """
    number = after.number if after else None
    client.secrets.kv.v2.create_or_update_secret(path, secret, cas=number, mount_point=_MOUNT)


def _unseal(client: hvac.Client, keys: Path) -> None:
    key_file = keys / "vault.json"
    if not client.sys.is_initialized():
        initialized = client.sys.initialize(secret_shares=1, secret_threshold=1)
        key_file.touch(mode=0o600)
        secret = {"unseal": initialized["keys"][0], "token": initialized["root_token"]}
        key_file.write_text(json.dumps(secret))
    if not key_file.exists():
        raise StackError(f"Vault has data, but its key {key_file} is missing: run `make reset`.")
    secrets = json.loads(key_file.read_text())
    if client.sys.is_sealed():
        client.sys.submit_unseal_key(secrets["unseal"])
    client.token = secrets["token"]
    _await_leader(client)


def _await_leader(client: hvac.Client) -> None:
    """Wait until an unsealed node has elected itself and accepts writes.

    A node whose storage has no elections (`file`) accepts them at once.
    """
    deadline = time.monotonic() + _LEADER_SECONDS
    while (status := client.sys.read_leader_status())["ha_enabled"] and not status["is_self"]:
        if time.monotonic() > deadline:
            raise StackError(f"Vault at {client.url} did not become active: see its log.")
        time.sleep(0.05)


def _identity(client: hvac.Client, name: str, folder: Path) -> None:
    client.sys.create_or_update_policy(
        name,
        f'path "{_MOUNT}/data/{name}/*" {{ capabilities = ["read"] }}\n'
        f'path "{_MOUNT}/data/public/*" {{ capabilities = ["read"] }}\n',
    )
    client.auth.approle.create_or_update_approle(name, token_policies=[name], token_ttl="1h")
    role_id, secret_id = folder / "role_id", folder / "secret_id"
    current = client.auth.approle.read_role_id(name)["data"]["role_id"]
    # Ids from another Vault, or from before this one was emptied, are useless here.
    if role_id.exists() and secret_id.exists() and role_id.read_text() == current:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for file, value in (
        (role_id, current),
        (secret_id, client.auth.approle.generate_secret_id(name)["data"]["secret_id"]),
    ):
        file.touch(mode=0o600)
        file.write_text(value)
