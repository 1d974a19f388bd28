"""What the bootstrap is given to prepare the parts with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Admin:
    """What the bootstrap may do everything with; services never see it.

    `vault_token` is None for a Vault that the bootstrap itself initialises and unseals.
    """

    mongo_url: str
    redis_url: str
    kafka_bootstrap_servers: str
    vault_addr: str
    vault_token: str | None
