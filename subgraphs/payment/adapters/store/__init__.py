"""Payment's MongoDB adapter; `documents.py` has each collection's schema and indexes."""

from subgraphs.payment.adapters.store.documents import GONE_ACCOUNTS, LEDGER, PAYMENTS
from subgraphs.payment.adapters.store.payments import MongoPaymentStore

COLLECTIONS = (PAYMENTS, LEDGER, GONE_ACCOUNTS)

__all__ = ["COLLECTIONS", "GONE_ACCOUNTS", "LEDGER", "PAYMENTS", "MongoPaymentStore"]
