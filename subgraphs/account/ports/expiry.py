"""Expired sessions: their notifications, the claims on them, and their events."""

from collections.abc import AsyncGenerator
from typing import Protocol

from subgraphs.account.events import SessionExpired


class ExpiryNotifications(Protocol):
    """The session store's notifications. Every replica gets each of them, at most once."""

    def expired(self) -> AsyncGenerator[str]:
        """Yield the token hash of each session that expires from now on.

        Raises Unavailable when the session store cannot be reached.
        """
        ...


class ExpiryClaims(Protocol):
    """Claims, so that one replica publishes each expiry. Every method may raise Unavailable."""

    async def claim(self, token_hash: str) -> bool:
        """Claim an expiry; return False when another caller has claimed it."""
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
        """Record that all records are reconciled."""
        ...


class EventPublisher(Protocol):
    """Publishes an event without the outbox: its cause is in no transaction of MongoDB."""

    async def publish(self, event: SessionExpired) -> None:
        """Publish `event`. Raises Unavailable when the broker did not accept it."""
        ...
