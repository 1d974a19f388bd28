"""What account does when it hears of an event."""

from collections.abc import Mapping

from shared.messaging.envelope import Envelope
from shared.messaging.kafka import Handler
from subgraphs.account.events import SessionExpired
from subgraphs.account.ports import SessionRecords


class SessionCleanup:
    """Deletes the record of a session that expired. Safe to repeat: a record goes only once."""

    def __init__(self, records: SessionRecords) -> None:
        self._records = records

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The topics that this consumer reads."""
        return {SessionExpired.TOPIC: self.on_session_expired}

    async def on_session_expired(self, event: Envelope) -> None:
        await self._records.delete(event.data["tokenHash"])
