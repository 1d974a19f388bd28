"""Settings from the environment; those that every subgraph has, and how they are read."""

import sys
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

AnySettings = TypeVar("AnySettings", bound=BaseSettings)


class SubgraphSettings(BaseSettings):
    """Addresses and identities; never a secret, for those are in Vault.

    A subclass gives the environment prefix; `load` reads it.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    environment: Literal["development", "production"] = "production"
    """`development` allows plain http cookies; nothing else differs."""
    host: str = "127.0.0.1"
    port: int
    mongo_url: str
    """MongoDB's address, without credentials."""
    redis_url: str
    """Redis's address, without the password."""
    kafka_bootstrap_servers: str
    kafka_idempotent_producer: bool = True
    """Off for brokers that lack InitProducerId, as the embedded one does."""
    vault_addr: str
    vault_role_id_file: Path
    vault_secret_id_file: Path
    log_level: str = "INFO"

    @property
    def session_cookie(self) -> str:
        """The cookie that carries the session's token.

        The `__Host-` prefix makes browsers insist on Secure, on the path `/` and on no other
        domain; they refuse it over plain http, which development uses.
        """
        return "session" if self.environment == "development" else "__Host-session"


def load(settings: type[AnySettings]) -> AnySettings:
    """The settings that the environment gives.

    Exits with 2, and one sentence that names the variables, when some are missing or wrong.
    """
    try:
        return settings()
    except ValidationError as error:
        prefix = settings.model_config.get("env_prefix", "")
        problems = [
            f"{prefix}{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in error.errors()
        ]
        print("These settings are missing or wrong: " + "; ".join(problems), file=sys.stderr)
        sys.exit(2)
