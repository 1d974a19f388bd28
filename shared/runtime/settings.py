"""Settings from the environment: those of every subgraph, and how they are loaded."""

import sys
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import PositiveFloat, PositiveInt, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.rates.rules import READS, WRITES, Rate, Rates, RatesByClass

SettingsType = TypeVar("SettingsType", bound=BaseSettings)

Bucket = tuple[PositiveInt, PositiveFloat]
"""How many points a bucket holds, and how many it gets back in a second; in JSON."""


class SubgraphSettings(BaseSettings):
    """Addresses and identities. Secrets are in Vault, never here.

    A subclass sets the prefix of its environment variables.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    environment: Literal["development", "production"] = "production"
    """`development` allows cookies over plain http, introspection and suggestions of names."""
    host: str = "127.0.0.1"
    port: int
    mongo_url: str
    """MongoDB's address, without credentials."""
    redis_url: str
    """Redis's address, without the password."""
    kafka_bootstrap_servers: str
    kafka_idempotent_producer: bool = True
    """Off for brokers without InitProducerId, such as the embedded one."""
    vault_addr: str
    vault_role_id_file: Path
    vault_secret_id_file: Path
    log_level: str = "INFO"

    reads_of_address: Bucket = (100_000, 5_000)
    """Queries, subscriptions and look-ups for other subgraphs, of all who have no session at one
    IP address. A service works on 20,000 points for a second at most (docs/adr/0032)."""
    reads_of_account: Bucket = (20_000, 1_000)
    """The same, of one account."""
    writes_of_address: Bucket = (4_000, 200)
    """Mutations; each is charged 10 points more than it costs."""
    writes_of_account: Bucket = (4_000, 200)

    @property
    def rates(self) -> RatesByClass:
        """The buckets of each class of operations."""
        return {
            READS: rates(self.reads_of_address, self.reads_of_account),
            WRITES: rates(self.writes_of_address, self.writes_of_account),
        }

    @property
    def session_cookie(self) -> str:
        """The name of the cookie that carries the session's token.

        Browsers accept the prefix `__Host-` only with Secure, the path `/` and no domain, so not
        over plain http, which development uses.
        """
        return "session" if self.environment == "development" else "__Host-session"


def rates(of_address: Bucket, of_account: Bucket) -> Rates:
    """Return the buckets of one class of operations."""
    return Rates(of_address=Rate(*of_address), of_account=Rate(*of_account))


def load(settings: type[SettingsType]) -> SettingsType:
    """Load the settings from the environment.

    When some are missing or wrong, print one sentence that names them and exit with 2.
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
