"""Vault: initialised and unsealed where it is ours, policies, AppRoles and secrets."""

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
    """An administrator's client for the Vault at `addr`.

    With a `token` that Vault is somebody else's and must be unsealed. Without, it is ours: it is
    initialised at the first call and unsealed at every, by the key kept in the folder `keys`.
    """
    # On this machine or beside it: no proxy is asked, and no token of the environment taken.
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
    """Policies, AppRoles (their ids as files below `approles`) and the secrets that are missing."""
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
    for private_path, public_path in secret_values.KEY_PAIRS.items():
        if read(client, private_path) is None:
            private, public = secret_values.key_pair()
            # The public half first: a private key that nobody trusts would be of no use.
            write(client, public_path, dict(public))
            write(client, private_path, dict(private))


@dataclass(frozen=True, slots=True)
class Version:
    """A secret as it was written: its number rises with every version of the path."""

    secret: dict[str, str]
    number: int
    written_at: datetime


def read(client: hvac.Client, path: str) -> dict[str, str] | None:
    """The secret at `path`, None when there is none."""
    newest = read_version(client, path)
    return newest.secret if newest else None


def read_version(client: hvac.Client, path: str) -> Version | None:
    """The newest version of the secret at `path`, None when there is none."""
    try:
        answer = client.secrets.kv.v2.read_secret_version(
            path, mount_point=_MOUNT, raise_on_deleted_version=True
        )
    except InvalidPath:
        return None
    about = answer["data"]["metadata"]
    return Version(
        answer["data"]["data"], about["version"], datetime.fromisoformat(about["created_time"])
    )


def write(
    client: hvac.Client, path: str, secret: dict[str, str], *, after: Version | None = None
) -> None:
    """A new version of the secret at `path`; hvac's InvalidRequest when `after` is not the newest.

    Without `after` it is written whatever is there.
    """
    number = after.number if after else None
    client.secrets.kv.v2.create_or_update_secret(path, secret, cas=number, mount_point=_MOUNT)


def _unseal(client: hvac.Client, keys: Path) -> None:
    kept = keys / "vault.json"
    if not client.sys.is_initialized():
        made = client.sys.initialize(secret_shares=1, secret_threshold=1)
        kept.touch(mode=0o600)
        kept.write_text(json.dumps({"unseal": made["keys"][0], "token": made["root_token"]}))
    if not kept.exists():
        raise StackError(f"Vault's data is there and its key {kept} is not: run `make reset`.")
    secrets = json.loads(kept.read_text())
    if client.sys.is_sealed():
        client.sys.submit_unseal_key(secrets["unseal"])
    client.token = secrets["token"]
    _await_leader(client)


def _await_leader(client: hvac.Client) -> None:
    """A node that was just unsealed takes no writes until it has elected itself.

    One whose storage knows no elections (`file`) takes them at once.
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
    known = client.auth.approle.read_role_id(name)["data"]["role_id"]
    # Files of another Vault, or of one that was emptied, open nothing here.
    if role_id.exists() and secret_id.exists() and role_id.read_text() == known:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for file, value in (
        (role_id, known),
        (secret_id, client.auth.approle.generate_secret_id(name)["data"]["secret_id"]),
    ):
        file.touch(mode=0o600)
        file.write_text(value)
