"""`python -m dev.bootstrap`: the bootstrap job of compose.yaml.

Reads BOOTSTRAP_MONGO_URL and BOOTSTRAP_REDIS_URL (with an administrator's credentials),
BOOTSTRAP_KAFKA_BOOTSTRAP_SERVERS, BOOTSTRAP_VAULT_ADDR, BOOTSTRAP_VAULT_TOKEN (none when the job
itself initialises and unseals Vault) and BOOTSTRAP_FOLDER (where it keeps keys and AppRole ids).
"""

import asyncio
import sys
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from dev.addresses import Folders
from dev.bootstrap.admin import Admin
from dev.bootstrap.run import bootstrap
from dev.errors import StackError


class BootstrapSettings(BaseSettings):
    """The administrator's access to every part."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="BOOTSTRAP_")

    mongo_url: str
    redis_url: str
    kafka_bootstrap_servers: str
    vault_addr: str
    vault_token: str | None = None
    folder: Path


def main() -> None:
    settings = BootstrapSettings()  # pyright: ignore[reportCallIssue] - the environment gives them
    folders = Folders(settings.folder)
    folders.make()
    admin = Admin(
        mongo_url=settings.mongo_url,
        redis_url=settings.redis_url,
        kafka_bootstrap_servers=settings.kafka_bootstrap_servers,
        vault_addr=settings.vault_addr,
        vault_token=settings.vault_token,
    )
    try:
        asyncio.run(bootstrap(admin, folders))
    except StackError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
