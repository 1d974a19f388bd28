"""Payment's MongoDB adapter; the rules of each collection are beside its documents."""

from subgraphs.payment.adapters.store.documents import GONE_ACCOUNTS, LEDGER, PAYMENTS
from subgraphs.payment.adapters.store.payments import MongoPaymentStore

COLLECTIONS = (PAYMENTS, LEDGER, GONE_ACCOUNTS)

__all__ = ["COLLECTIONS", "GONE_ACCOUNTS", "LEDGER", "PAYMENTS", "MongoPaymentStore"]
