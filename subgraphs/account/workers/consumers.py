"""The events that account subscribes to, and their handlers."""

from shared.messaging.subscriptions import AnySubscription, Received, on
from subgraphs.account.events import SessionExpired
from subgraphs.account.ports import SessionRecords


class SessionConsumer:
    """Deletes the records of expired sessions. Idempotent: a record is deleted once."""

    def __init__(self, records: SessionRecords) -> None:
        self._records = records
        self.subscriptions: list[AnySubscription] = [on(SessionExpired, self._delete)]

    async def _delete(self, received: Received[SessionExpired]) -> None:
        await self._records.delete(received.event.token_hash)
