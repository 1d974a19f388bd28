"""The session's cookie outside development."""

from typing import Any

import pytest

from subgraphs.account.settings import Settings

ADDRESSES: dict[str, Any] = {
    "mongo_url": "mongodb://db",
    "redis_url": "redis://cache",
    "kafka_bootstrap_servers": "kafka:9092",
    "vault_addr": "http://vault",
    "vault_role_id_file": "role",
    "vault_secret_id_file": "secret",
    "mail_sender": "noreply@cinema.test",
    "site_url": "https://cinema.test",
}


@pytest.mark.parametrize(
    ("environment", "name"), [("development", "session"), ("production", "__Host-session")]
)
def test_the_cookie_is_bound_to_its_host_outside_development(environment: Any, name: str) -> None:
    assert Settings(**ADDRESSES, environment=environment).session_cookie == name


def test_production_is_the_default() -> None:
    assert Settings(**ADDRESSES).environment == "production"
