"""A Vault in memory, and a clock that a test moves."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import cast

from shared.secrets.vault import Vault


class SetClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.present = datetime(2026, 6, 10, 15, tzinfo=UTC)

    def now(self) -> datetime:
        return self.present

    def move(self, **by: float) -> None:
        self.present += timedelta(**by)


class FakeVault:
    """Holds one secret at `path` and counts how often it is read."""

    def __init__(self, path: str, secret: dict[str, str]) -> None:
        self.path = path
        self.secret = secret
        self.reads = 0
        self.failure: Exception | None = None

    async def read(self, path: str) -> dict[str, str]:
        assert path == self.path
        self.reads += 1
        await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        return dict(self.secret)

    def as_vault(self) -> Vault:
        return cast(Vault, self)
