"""`python -m dev.sandbox_provider` serves the provider."""

from pathlib import Path

import uvicorn
from pydantic_settings import BaseSettings, SettingsConfigDict

from dev.sandbox_provider.api import create_app
from dev.sandbox_provider.charges import Charges


class SandboxSettings(BaseSettings):
    """Where to listen, where to log, and the file with the API key."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="SANDBOX_")

    host: str
    port: int
    log: Path
    api_key_file: Path


def main() -> None:
    settings = SandboxSettings()  # pyright: ignore[reportCallIssue] - the environment gives them
    app = create_app(Charges(settings.log), settings.api_key_file.read_text())
    uvicorn.run(app, host=settings.host, port=settings.port, timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()
