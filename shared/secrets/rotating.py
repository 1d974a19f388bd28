"""A secret that may be rotated in Vault while the service runs, and needed while Vault is away."""

import asyncio
from datetime import timedelta

import structlog

from shared.clock import Clock
from shared.errors import Unavailable
from shared.secrets.vault import Vault

log = structlog.get_logger(__name__)

OWN_KEY_GOOD_FOR = timedelta.max
"""What a service signs with stays its own: whoever verifies decides whether it is trusted."""
TRUSTED_KEYS_GOOD_FOR = timedelta(hours=1)
"""Another's key may have been retired where this service cannot see it: not for ever."""


class RotatingSecret:
    """The secret at one path, read again when the copy in memory is older than `max_age`."""

    def __init__(
        self, vault: Vault, path: str, *, clock: Clock, max_age: timedelta, good_for: timedelta
    ) -> None:
        """`good_for` is how old the copy may become while Vault is away."""
        self._vault = vault
        self._path = path
        self._clock = clock
        self._max_age = max_age
        self._good_for = good_for
        self._reading = asyncio.Lock()
        self._value: dict[str, str] | None = None
        self._read_at = self._tried_at = clock.now()

    async def get(self) -> dict[str, str]:
        """The secret, at most `max_age` old, or `good_for` while Vault is away.

        Raises Unavailable when it is older, and what `Vault.read` raises when Vault refuses.
        """
        if self._reading.locked() and self._value is not None and self._is_good:
            # Vault may take seconds to be known as away: one caller finds out for all.
            return self._value
        async with self._reading:
            tried = self._clock.now() - self._tried_at <= self._max_age
            if self._value is not None and self._is_good and tried:
                return self._value
            try:
                return await self._read()
            except Unavailable:
                if self._value is None or not self._is_good:
                    raise
                log.warning("secret_kept", path=self._path, read_at=self._read_at.isoformat())
                return self._value

    async def refreshed(self, *, at_least_every: timedelta) -> dict[str, str]:
        """The secret read afresh, unless that was done less than `at_least_every` ago.

        For a value that the copy in memory lacks, such as a key id that has just been rotated in;
        the bound keeps made-up key ids from turning into load on Vault. Raises what `Vault.read`
        raises.
        """
        async with self._reading:
            if self._value is None or self._clock.now() - self._read_at > at_least_every:
                return await self._read()
            return self._value

    @property
    def _is_good(self) -> bool:
        return self._clock.now() - self._read_at <= self._good_for

    async def _read(self) -> dict[str, str]:
        self._tried_at = self._clock.now()
        self._value = await self._vault.read(self._path)
        self._read_at = self._clock.now()
        return self._value
