"""What the expiry of sessions needs from outside."""

from collections.abc import AsyncGenerator
from typing import Protocol

from subgraphs.account.events import SessionExpired


class ExpiryNotifications(Protocol):
    """What the session store says of keys that expire. Every replica hears all, none twice."""

    def expired(self) -> AsyncGenerator[str]:
        """Yield the token hash of each session that expires from now on.

        Raises Unavailable when the session store cannot be reached.
        """
        ...


class ExpiryClaims(Protocol):
    """Which expiries are published, for all replicas together. Raises Unavailable."""

    async def claim(self, token_hash: str) -> bool:
        """Claim an expiry for this caller; False when another has it."""
        ...

    async def give_back(self, token_hash: str) -> None:
        """Let another caller claim the expiry: it was not published."""
        ...

    async def keep(self, token_hash: str) -> None:
        """Keep the claim until the consumer is done: the expiry is published."""
        ...

    async def is_reconciled(self) -> bool:
        """Tell whether all records were reconciled since the session store was last empty."""
        ...

    async def set_reconciled(self) -> None:
        """Note that all records are reconciled."""
        ...


class EventPublisher(Protocol):
    """Publishes an event that has no transaction: its cause is in the session store."""

    async def publish(self, event: SessionExpired) -> None:
        """Publish `event`. Raises Unavailable when the broker did not accept it."""
        ...
