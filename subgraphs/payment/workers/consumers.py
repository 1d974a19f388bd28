"""Payment's event consumer."""

from shared.messaging.subscriptions import AnySubscription, Received, once
from subgraphs.payment.events import AccountDeleted
from subgraphs.payment.ports import PaymentStore


class AccountConsumer:
    """Anonymises the payments of deleted accounts: the books must be kept."""

    def __init__(self, store: PaymentStore) -> None:
        self._store = store
        self.subscriptions: list[AnySubscription] = [once(AccountDeleted, self._anonymise)]

    async def _anonymise(self, received: Received[AccountDeleted]) -> None:
        await self._store.anonymise(received.event.account_id)
