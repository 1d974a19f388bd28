"""Starts the sandbox payment provider, an HTTP service with its own log."""

import sys

from dev.addresses import HOST, Folders, Ports
from dev.parts.checks import answers_http
from dev.processes import Command


def command(ports: Ports, folders: Folders) -> Command:
    """Return the provider's command; the bootstrap wrote the files of its keys."""
    return Command(
        name="provider",
        argv=(sys.executable, "-m", "dev.sandbox_provider"),
        check=answers_http(f"{ports.url('provider')}/health/live"),
        env={
            "SANDBOX_HOST": HOST,
            "SANDBOX_PORT": str(ports.provider),
            "SANDBOX_LOG": str(folders.data / "provider.jsonl"),
            "SANDBOX_API_KEY_FILE": str(folders.provider / "api-key"),
            "SANDBOX_WEBHOOK_SECRET_FILE": str(folders.provider / "webhook-secret"),
            "SANDBOX_WEBHOOK_URL": f"{ports.url('payment')}/webhooks/provider",
        },
    )
