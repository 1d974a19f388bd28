"""Parts that the environment gives are used, and not started."""

import json
from pathlib import Path

import pytest

from dev.addresses import Ports
from dev.processes import ADMINISTRATORS
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
        told = second.processes["catalog"].command.env
        assert told["CATALOG_MONGO_URL"] == stack.upstream.mongo_url
        assert told["CATALOG_VAULT_ADDR"] == stack.upstream.vault_addr
        assert await second.processes["catalog"].command.check()
        for name, process in second.processes.items():
            assert not set(_environment(process.pid)) & set(ADMINISTRATORS), name


def _environment(pid: int | None) -> dict[str, str]:
    """What a running process was started with."""
    lines = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return dict(line.split("=", 1) for line in lines if line)
