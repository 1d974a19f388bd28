"""Every program names the settings that are missing or wrong in one sentence."""

import subprocess
import sys

import pytest
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import SubgraphSettings, load


class _Settings(SubgraphSettings):
    model_config = SettingsConfigDict(env_prefix="TEST_")

    port: int = 1


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mongo_url", "redis_url", "kafka_bootstrap_servers", "vault_addr"):
        monkeypatch.setenv(f"TEST_{name.upper()}", name)
    monkeypatch.setenv("TEST_VAULT_ROLE_ID_FILE", "role")
    monkeypatch.setenv("TEST_VAULT_SECRET_ID_FILE", "secret")
    assert load(_Settings).mongo_url == "mongo_url"


def test_each_setting_that_is_missing_or_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEST_PORT", "many")
    with pytest.raises(SystemExit) as exited:
        load(_Settings)
    assert exited.value.code == 2
    printed = capsys.readouterr().err
    assert printed.startswith("These settings are missing or wrong: TEST_PORT: ")
    assert "TEST_MONGO_URL: Field required" in printed
    assert printed.count("\n") == 1


@pytest.mark.parametrize("program", ["subgraphs.catalog", "subgraphs.payment", "dev.bootstrap"])
def test_a_program_without_settings_ends_with_one_sentence(program: str) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", program], env={}, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 2
    assert finished.stderr.startswith("These settings are missing or wrong: ")
    assert finished.stderr.count("\n") == 1
