"""The claims on expiries and the publisher of their events, in memory."""

from shared.errors import Unavailable
from subgraphs.account.events import SessionExpired


class MemoryClaims:
    def __init__(self) -> None:
        self.claimed: set[str] = set()
        self.kept: set[str] = set()
        self.reconciled = False

    async def claim(self, token_hash: str) -> bool:
        if token_hash in self.claimed:
            return False
        self.claimed.add(token_hash)
        return True

    async def give_back(self, token_hash: str) -> None:
        self.claimed.discard(token_hash)

    async def keep(self, token_hash: str) -> None:
        self.kept.add(token_hash)

    async def is_reconciled(self) -> bool:
        return self.reconciled

    async def set_reconciled(self) -> None:
        self.reconciled = True


class MemoryEvents:
    """Keeps the published events; `unavailable` makes it fail."""

    def __init__(self) -> None:
        self.published: list[SessionExpired] = []
        self.attempts = 0
        self.unavailable = False

    async def publish(self, event: SessionExpired) -> None:
        self.attempts += 1
        if self.unavailable:
            raise Unavailable("broker")
        self.published.append(event)
