"""Hands secrets over as files, to those parts that do not read Vault themselves."""

from pathlib import Path

import hvac

from dev.addresses import SUBGRAPHS, Folders
from dev.bootstrap.vault import read


def hand_over(client: hvac.Client, folders: Folders) -> None:
    """Write the sandbox provider's keys, and for each subgraph what the router sends to it."""
    provider = read(client, "payment/provider") or {}
    _write(folders.provider / "api-key", provider["api_key"])
    _write(folders.provider / "webhook-secret", provider["webhook_secret"])
    for name in SUBGRAPHS:
        secret = read(client, f"router/{name}") or {}
        _write(folders.router / name, secret["secret"])


def _write(file: Path, secret: str) -> None:
    new = file.with_name(f".{file.name}")
    new.touch(mode=0o600)
    new.write_text(secret)
    # In one step: a running router may read at any moment.
    new.replace(file)
