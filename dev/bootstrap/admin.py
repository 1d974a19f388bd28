"""The administrator's access, with which the bootstrap prepares the parts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Admin:
    """Addresses with an administrator's credentials; services never see them.

    `vault_token` is None for a Vault that the bootstrap initialises and unseals itself.
    """

    mongo_url: str
    redis_url: str
    kafka_bootstrap_servers: str
    vault_addr: str
    vault_token: str | None
