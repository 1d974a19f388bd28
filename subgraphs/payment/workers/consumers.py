"""What payment does when it hears of an event."""

from collections.abc import Mapping

from shared.messaging.envelope import Envelope
from shared.messaging.kafka import Handler
from subgraphs.payment.events import ACCOUNT_DELETED
from subgraphs.payment.ports import PaymentStore


class AccountDeletion:
    """Books must be kept when an account goes: they no longer say whose they were."""

    def __init__(self, store: PaymentStore) -> None:
        self._store = store

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The topics that this consumer reads."""
        return {ACCOUNT_DELETED: self.on_account_deleted}

    async def on_account_deleted(self, event: Envelope) -> None:
        await self._store.anonymise(event.data["accountId"], event.id)
