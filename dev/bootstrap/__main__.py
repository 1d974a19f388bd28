"""Runs the bootstrap job of compose.yaml; `rotate` and `retire` change its keys and secrets.

Every command reads BOOTSTRAP_VAULT_ADDR, BOOTSTRAP_FOLDER (which stores keys and AppRole ids) and
BOOTSTRAP_VAULT_TOKEN (unset when the job itself initialises and unseals Vault). The job also reads
BOOTSTRAP_MONGO_URL and BOOTSTRAP_REDIS_URL (with an administrator's credentials) and
BOOTSTRAP_KAFKA_BOOTSTRAP_SERVERS.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from dev.addresses import Folders
from dev.bootstrap.admin import Admin
from dev.bootstrap.handover import hand_over
from dev.bootstrap.rotation import retire, rotate
from dev.bootstrap.run import bootstrap
from dev.bootstrap.secret_values import ROTATED
from dev.bootstrap.vault import open_vault
from dev.errors import StackError
from shared.runtime.settings import load


class VaultSettings(BaseSettings):
    """The administrator's access to Vault."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="BOOTSTRAP_")

    vault_addr: str
    vault_token: str | None = None
    folder: Path


class BootstrapSettings(VaultSettings):
    """The administrator's access to every part."""

    mongo_url: str
    redis_url: str
    kafka_bootstrap_servers: str


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.bootstrap", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    for command, help in (
        ("rotate", "use a new key from now on; earlier keys stay trusted"),
        ("retire", "trust only the current key"),
    ):
        names = commands.add_parser(command, help=help)
        names.add_argument("keys", nargs="+", choices=sorted(ROTATED), metavar="KEY")
    arguments = parser.parse_args()
    try:
        if arguments.command:
            _change(arguments.command, arguments.keys)
        else:
            _prepare()
    except StackError as error:
        sys.exit(str(error))


def _prepare() -> None:
    settings = load(BootstrapSettings)
    folders = Folders(settings.folder)
    folders.make()
    admin = Admin(
        mongo_url=settings.mongo_url,
        redis_url=settings.redis_url,
        kafka_bootstrap_servers=settings.kafka_bootstrap_servers,
        vault_addr=settings.vault_addr,
        vault_token=settings.vault_token,
    )
    asyncio.run(bootstrap(admin, folders))


def _change(command: str, keys: Sequence[str]) -> None:
    settings = load(VaultSettings)
    folders = Folders(settings.folder)
    client = open_vault(settings.vault_addr, folders.keys, settings.vault_token)
    for key in keys:
        if command == "rotate":
            print(f"The {key} is {rotate(client, key)} now; earlier ones are still trusted.")
        else:
            retired = ", ".join(retire(client, key)) or "there was no other"
            print(f"Retired of the {key}: {retired}.")
    hand_over(client, folders)


if __name__ == "__main__":
    main()
