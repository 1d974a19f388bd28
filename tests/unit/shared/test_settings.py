"""Settings that are missing or wrong are told in a sentence, by every program alike."""

import subprocess
import sys

import pytest
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings, load


class _Settings(SubgraphSettings):
    model_config = SettingsConfigDict(env_prefix="HOUSE_")

    port: int = 1


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mongo_url", "redis_url", "kafka_bootstrap_servers", "vault_addr"):
        monkeypatch.setenv(f"HOUSE_{name.upper()}", name)
    monkeypatch.setenv("HOUSE_VAULT_ROLE_ID_FILE", "role")
    monkeypatch.setenv("HOUSE_VAULT_SECRET_ID_FILE", "secret")
    assert load(_Settings).mongo_url == "mongo_url"


def test_each_that_is_missing_or_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOUSE_PORT", "many")
    with pytest.raises(SystemExit) as ended:
        load(_Settings)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("These settings are missing or wrong: HOUSE_PORT: ")
    assert "HOUSE_MONGO_URL: Field required" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("program", ["subgraphs.catalog", "subgraphs.payment", "dev.bootstrap"])
def test_a_program_says_it_in_one_sentence(program: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", program], env={}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("These settings are missing or wrong: ")
    assert ended.stderr.count("\n") == 1
