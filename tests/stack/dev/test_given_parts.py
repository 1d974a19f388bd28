"""Parts that the environment names are used instead of embedded ones."""

import json
from pathlib import Path

import psutil
import pytest

from dev.addresses import Ports
from dev.processes import ADMIN_VARIABLES
from dev.stack import Stack


async def test_a_subgraph_runs_on_given_parts(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = stack.admin
    monkeypatch.setenv("MONGO_URL", given.mongo_url)
    monkeypatch.setenv("REDIS_URL", given.redis_url)
    monkeypatch.setenv("VAULT_ADDR", given.vault_addr)
    keys = json.loads((stack.folders.keys / "vault.json").read_text())
    monkeypatch.setenv("VAULT_TOKEN", keys["token"])

    async with Stack(tmp_path, Ports.free(), services=("catalog",)) as second:
        assert set(second.processes) == {"kafka", "provider", "mailbox", "catalog"}
        settings = second.processes["catalog"].command.env
        assert settings["CATALOG_MONGO_URL"] == stack.upstream.mongo_url
        assert settings["CATALOG_VAULT_ADDR"] == stack.upstream.vault_addr
        assert await second.processes["catalog"].command.check()
        for name, process in second.processes.items():
            assert not set(psutil.Process(process.pid).environ()) & set(ADMIN_VARIABLES), name
