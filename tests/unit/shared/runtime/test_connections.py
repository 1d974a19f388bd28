"""What a subgraph connects to: credentials from Vault, nothing sent before it is used."""

from pathlib import Path
from typing import ClassVar

import pytest
from pydantic_settings import SettingsConfigDict
from pymongo.errors import InvalidOperation

from shared.errors import Unavailable
from shared.messaging.consumer import KafkaConsumer
from shared.messaging.outbox import OutboxRelay
from shared.runtime import connections
from shared.runtime.connections import Connections, connect
from shared.runtime.settings import SubgraphSettings

# Nothing listens there.
NOWHERE = "127.0.0.1:9"


class Settings(SubgraphSettings):
    model_config = SettingsConfigDict(env_prefix="TEST_CONNECTIONS_")

    port: int = 1
    mongo_url: str = f"mongodb://{NOWHERE}"
    redis_url: str = f"redis://{NOWHERE}/0"
    kafka_bootstrap_servers: str = NOWHERE
    vault_addr: str = f"http://{NOWHERE}"
    vault_role_id_file: Path = Path("role_id")
    vault_secret_id_file: Path = Path("secret_id")


class FakeVault:
    """Gives the subgraph `things` its credentials."""

    SECRETS: ClassVar = {
        "things/mongo": {"username": "things", "password": "secret", "database": "things"},
        "things/redis": {"password": "secret"},
    }

    def __init__(self, addr: str, role_id_file: Path, secret_id_file: Path) -> None:
        assert (addr, role_id_file.name, secret_id_file.name) == (
            f"http://{NOWHERE}",
            "role_id",
            "secret_id",
        )

    async def read(self, path: str) -> dict[str, str]:
        return self.SECRETS[path]


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "Vault", FakeVault)


@pytest.mark.usefixtures("vault")
async def test_a_subgraph_connects_while_its_parts_are_unavailable() -> None:
    async with connect("things", Settings()) as parts:
        assert parts.database.name == "things"
        assert set(parts.health_checks()) == {"mongo", "redis", "kafka"}
        assert isinstance(parts.relay(), OutboxRelay)
        assert isinstance(parts.consumer("things", []), KafkaConsumer)


@pytest.mark.usefixtures("vault")
async def test_a_part_that_cannot_be_reached_fails_its_health_check() -> None:
    async with connect("things", Settings()) as parts:
        with pytest.raises(Unavailable):
            await parts.health_checks()["kafka"]()


@pytest.mark.usefixtures("vault")
async def test_the_connections_are_closed_at_the_end() -> None:
    opened: list[Connections] = []

    async def fail() -> None:
        async with connect("things", Settings()) as parts:
            opened.append(parts)
            raise KeyError("step")

    with pytest.raises(KeyError):
        await fail()
    with pytest.raises(InvalidOperation):
        await opened[0].database.command("ping")


async def test_a_subgraph_does_not_start_without_vault() -> None:
    with pytest.raises((Unavailable, FileNotFoundError)):
        async with connect("things", Settings()):
            pytest.fail("there are no credentials")
