"""A secret that operators rotate in Vault while the service runs, and that outlives an outage."""

import asyncio
from datetime import datetime, timedelta

import structlog

from shared.clock import Clock
from shared.errors import Unavailable
from shared.secrets.vault import Vault

log = structlog.get_logger(__name__)

OWN_KEY_GOOD_FOR = timedelta.max
"""A service signs with its own key for as long as Vault is unavailable: verifiers decide."""
TRUSTED_KEYS_GOOD_FOR = timedelta(hours=1)
"""Another's key may be retired while this service cannot see it, so trust in it ends."""

_LOOK_AGAIN_AFTER = timedelta(seconds=1)
"""Made-up key ids and secrets must not turn into load on Vault."""


class RotatingSecret:
    """The secret at one path, read again when the copy in memory is older than `max_age`."""

    def __init__(
        self, vault: Vault, path: str, *, clock: Clock, max_age: timedelta, good_for: timedelta
    ) -> None:
        """`good_for` is how old the copy may become while Vault is unavailable."""
        self._vault = vault
        self._path = path
        self._clock = clock
        self._max_age = max_age
        self._good_for = good_for
        self._reading = asyncio.Lock()
        self._value: dict[str, str] | None = None
        self._read_at = self._tried_at = clock.now()
        self._failed_at: datetime | None = None

    async def get(self) -> dict[str, str]:
        """Return the secret, at most `max_age` old, or `good_for` while Vault is unavailable.

        Raises Unavailable when the copy is older, and what `Vault.read` raises when Vault refuses.
        """
        if self._reading.locked() and self._value is not None and self._is_good:
            # A timeout of Vault takes seconds: one caller waits for it, the others use the copy.
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

    async def find(self, name: str) -> str | None:
        """Return one value of the secret, such as a public key by its id; None when it has none.

        A missing value may have been rotated in a moment ago: the secret is then read once more,
        unless it was read within the last second. Raises what `get` raises.
        """
        values = await self.get()
        if name not in values:
            values = await self.look_again()
        return values.get(name)

    async def look_again(self) -> dict[str, str]:
        """Return the secret as it is now, at most a second old.

        Raises Unavailable when Vault is unavailable, or was within the last second, and what
        `Vault.read` raises when Vault refuses.
        """
        async with self._reading:
            now = self._clock.now()
            if self._value is not None and now - self._read_at <= _LOOK_AGAIN_AFTER:
                return self._value
            if self._failed_at is not None and now - self._failed_at <= _LOOK_AGAIN_AFTER:
                raise Unavailable("vault")
            return await self._read()

    async def refresh(self) -> None:
        """Read the secret now. When this is repeated, no caller of `get` waits for Vault.

        Raises what `Vault.read` raises; the copy is kept then.
        """
        async with self._reading:
            await self._read()

    @property
    def _is_good(self) -> bool:
        return self._clock.now() - self._read_at <= self._good_for

    async def _read(self) -> dict[str, str]:
        self._tried_at = self._clock.now()
        try:
            self._value = await self._vault.read(self._path)
        except Unavailable:
            self._failed_at = self._clock.now()
            raise
        self._read_at = self._clock.now()
        return self._value
