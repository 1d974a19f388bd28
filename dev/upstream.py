"""Finds the stack's databases and brokers: embedded ones, or those named by the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from dev.addresses import Folders, Ports
from dev.bootstrap.admin import Admin
from dev.errors import StackError
from dev.parts import kafka, mongo, redis


@dataclass(frozen=True, slots=True)
class Upstream:
    """The addresses for services, without credentials, and the names of the embedded parts."""

    mongo_url: str
    redis_url: str
    kafka_bootstrap_servers: str
    vault_addr: str
    embedded: frozenset[str]

    @property
    def kafka_idempotent_producer(self) -> bool:
        """Whether the broker has InitProducerId: every real one does, the embedded one does not."""
        return "kafka" not in self.embedded


def resolve(
    ports: Ports, folders: Folders, environment: Mapping[str, str] = os.environ
) -> tuple[Upstream, "AdminSource"]:
    """Return the address of each part, and the source of the administrator's access.

    MONGO_URL, REDIS_URL, KAFKA_BOOTSTRAP_SERVERS and VAULT_ADDR in `environment` each replace an
    embedded part. MONGO_URL and REDIS_URL carry an administrator's credentials; VAULT_ADDR needs
    VAULT_TOKEN beside it: StackError when that is missing.
    """
    given = {
        "mongo": environment.get("MONGO_URL"),
        "redis": environment.get("REDIS_URL"),
        "kafka": environment.get("KAFKA_BOOTSTRAP_SERVERS"),
        "vault": environment.get("VAULT_ADDR"),
    }
    token = environment.get("VAULT_TOKEN")
    if given["vault"] and not token:
        raise StackError(
            "VAULT_ADDR is given without VAULT_TOKEN: set it to a token that may "
            "write policies, AppRoles and secrets."
        )
    upstream = Upstream(
        mongo_url=_without_credentials(given["mongo"] or mongo.address(ports)),
        redis_url=_without_credentials(given["redis"] or redis.address(ports)),
        kafka_bootstrap_servers=given["kafka"] or kafka.address(ports),
        vault_addr=given["vault"] or ports.url("vault"),
        embedded=frozenset(part for part, address in given.items() if not address),
    )
    return upstream, AdminSource(upstream, folders, given["mongo"], given["redis"], token)


@dataclass(frozen=True, slots=True)
class AdminSource:
    """Provides the administrator's access, which embedded parts create when they first start."""

    upstream: Upstream
    folders: Folders
    mongo_url: str | None
    redis_url: str | None
    vault_token: str | None

    def get(self) -> Admin:
        """Return the administrator's access to every part."""
        upstream = self.upstream
        return Admin(
            mongo_url=self.mongo_url
            or _with_credentials(
                upstream.mongo_url, mongo.ROOT_USER, mongo.root_password(self.folders)
            ),
            redis_url=self.redis_url
            or _with_credentials(upstream.redis_url, "", redis.password(self.folders)),
            kafka_bootstrap_servers=upstream.kafka_bootstrap_servers,
            vault_addr=upstream.vault_addr,
            vault_token=self.vault_token,
        )


def _without_credentials(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _with_credentials(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{parts.netloc}"))
