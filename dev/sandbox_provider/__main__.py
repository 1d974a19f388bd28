"""Serves the provider: `python -m dev.sandbox_provider`."""

from pathlib import Path

import uvicorn
from pydantic_settings import BaseSettings, SettingsConfigDict

from dev.sandbox_provider.api import create_app
from dev.sandbox_provider.charges import Charges
from dev.sandbox_provider.webhooks import Webhooks
from shared.runtime.settings import load


class SandboxSettings(BaseSettings):
    """The address, the log, the files of the keys, and the URL for webhooks."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="SANDBOX_")

    host: str
    port: int
    log: Path
    api_key_file: Path
    webhook_secret_file: Path
    webhook_url: str


def main() -> None:
    settings = load(SandboxSettings)
    webhooks = Webhooks(settings.webhook_url, settings.webhook_secret_file.read_text())
    charges = Charges(settings.log, webhooks.send)
    app = create_app(charges, settings.api_key_file.read_text(), webhooks.close)
    uvicorn.run(app, host=settings.host, port=settings.port, timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()
