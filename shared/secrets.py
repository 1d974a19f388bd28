"""A secret that may be rotated in Vault while the service runs."""

import asyncio
from datetime import timedelta

from shared.clock import Clock
from shared.vault import Vault


class RotatingSecret:
    """The secret at one path, read again when the copy in memory is older than `max_age`."""

    def __init__(self, vault: Vault, path: str, *, clock: Clock, max_age: timedelta) -> None:
        self._vault = vault
        self._path = path
        self._clock = clock
        self._max_age = max_age
        self._reading = asyncio.Lock()
        self._value: dict[str, str] | None = None
        self._read_at = clock.now()

    async def get(self) -> dict[str, str]:
        """The secret, at most `max_age` old. Raises what `Vault.read` raises."""
        async with self._reading:
            if self._value is None or self._clock.now() - self._read_at > self._max_age:
                self._value = await self._vault.read(self._path)
                self._read_at = self._clock.now()
            return self._value

    async def refreshed(self, *, at_least_every: timedelta) -> dict[str, str]:
        """The secret read afresh, unless that was done less than `at_least_every` ago.

        For a value that the copy in memory lacks, such as a key id that has just been rotated in;
        the bound keeps made-up key ids from turning into load on Vault.
        """
        async with self._reading:
            if self._value is None or self._clock.now() - self._read_at > at_least_every:
                self._value = await self._vault.read(self._path)
                self._read_at = self._clock.now()
            return self._value
