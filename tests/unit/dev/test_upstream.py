"""An address in the environment replaces an embedded part."""

from pathlib import Path

import pytest

from dev.addresses import Folders, Ports
from dev.errors import StackError
from dev.stack import PARTS, Stack
from dev.upstream import resolve

PORTS = Ports()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = Folders(tmp_path)
    folders.make()
    return folders


def test_without_addresses_everything_is_embedded(folders: Folders) -> None:
    upstream, _ = resolve(PORTS, folders, {})

    assert upstream.embedded == set(PARTS)
    assert upstream.mongo_url == "mongodb://127.0.0.1:4010/?retryWrites=false"
    assert not upstream.kafka_idempotent_producer


def test_given_addresses_replace_parts_and_services_see_no_credentials(folders: Folders) -> None:
    given = {
        "MONGO_URL": "mongodb://admin:a%40b@db.test:27017/?replicaSet=rs0",
        "REDIS_URL": "rediss://:secret@cache.test:6380/1",
        "KAFKA_BOOTSTRAP_SERVERS": "one.test:9092,two.test:9092",
        "VAULT_ADDR": "https://vault.test:8200",
        "VAULT_TOKEN": "a-token",
    }

    upstream, source = resolve(PORTS, folders, given)

    assert upstream.embedded == set()
    assert upstream.mongo_url == "mongodb://db.test:27017/?replicaSet=rs0"
    assert upstream.redis_url == "rediss://cache.test:6380/1"
    assert upstream.kafka_bootstrap_servers == "one.test:9092,two.test:9092"
    assert upstream.kafka_idempotent_producer
    admin = source.get()
    assert admin.mongo_url == given["MONGO_URL"]
    assert admin.redis_url == given["REDIS_URL"]
    assert admin.vault_addr == "https://vault.test:8200"
    assert admin.vault_token == "a-token"


@pytest.mark.parametrize(
    ("part", "variable"),
    [("mongo", "MONGO_URL"), ("redis", "REDIS_URL"), ("kafka", "KAFKA_BOOTSTRAP_SERVERS")],
)
def test_a_given_part_is_not_started(
    part: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "redis://elsewhere.test")

    assert part not in Stack(tmp_path, PORTS).names


def test_a_vault_address_without_a_token_is_refused(folders: Folders) -> None:
    with pytest.raises(StackError, match="VAULT_ADDR is given without VAULT_TOKEN"):
        resolve(PORTS, folders, {"VAULT_ADDR": "https://vault.test:8200"})
