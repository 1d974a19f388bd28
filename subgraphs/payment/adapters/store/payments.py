"""Payments and the ledger in MongoDB: a change is one transaction, if the version is unchanged."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError

from shared.errors import VersionConflict
from shared.messaging.outbox import Outbox
from shared.pagination import Count, PageRequest
from shared.storage.mongo import Database, Session, transaction
from shared.turns import in_turns
from subgraphs.payment.adapters.store.documents import (
    GONE_ACCOUNTS,
    LEDGER,
    PAYMENTS,
    entry_document,
    payment_document,
    to_entry,
    to_payment,
)
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import ANONYMOUS, Payment, PaymentStatus
from subgraphs.payment.ports import PaymentChange


class MongoPaymentStore:
    """Adapter of the port PaymentStore."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._payments = database[PAYMENTS.name]
        self._ledger = database[LEDGER.name]
        self._gone_accounts = database[GONE_ACCOUNTS.name]
        self._outbox = outbox

    async def add(self, payment: Payment) -> Payment:
        try:
            await self._payments.insert_one(payment_document(payment))
        except DuplicateKeyError:
            return await self.get(payment.id) or payment
        # The look-up follows the insert: a later deletion of the account finds the payment itself.
        if await self._gone_accounts.find_one({"_id": _digest(payment.account_id)}):
            await self._payments.update_one(
                {"_id": payment.id, "accountId": payment.account_id}, _WITHOUT_ACCOUNT
            )
            return await self.get(payment.id) or payment
        return payment

    async def get(self, id: str) -> Payment | None:
        document = await self._payments.find_one({"_id": id})
        return to_payment(document) if document else None

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Payment]:
        found = self._payments.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: to_payment(document) async for document in in_turns(found)}

    async def save(self, change: PaymentChange) -> None:
        payment = change.payment

        async def write(session: Session) -> None:
            replaced = await self._payments.replace_one(
                {"_id": payment.id, "version": payment.version - 1},
                payment_document(payment),
                session=session,
            )
            if not replaced.matched_count:
                raise VersionConflict
            if change.entry:
                await self._ledger.insert_one(entry_document(change.entry), session=session)
            await self._outbox.add(*change.events, session=session)

        await transaction(self._database, write)

    async def unsettled(
        self, untouched_since: datetime, due: datetime, limit: int
    ) -> list[Payment]:
        overdue = {
            "unsettled": True,
            "updatedAt": {"$lte": untouched_since},
            "nextTryAt": {"$lte": due},
        }
        found = self._payments.find(overdue).sort("nextTryAt", ASCENDING).limit(limit)
        return [to_payment(document) async for document in in_turns(found)]

    async def postpone(self, payment: Payment, until: datetime) -> None:
        # The version stays: no writer bases a decision on this field.
        await self._payments.update_one(
            {"_id": payment.id, "unsettled": True}, {"$set": {"nextTryAt": until}}
        )

    async def touched_since(self, since: datetime) -> list[Payment]:
        found = self._payments.find({"updatedAt": {"$gte": since}})
        return [to_payment(document) async for document in in_turns(found)]

    async def page(
        self, status: PaymentStatus | None, account_id: str | None, request: PageRequest
    ) -> tuple[list[Payment], Count]:
        which: dict[str, Any] = {"status": status} if status else {}
        if account_id:
            which["accountId"] = account_id
        after = {"_id": {"$lt": request.after[0]}} if request.after else {}
        found = self._payments.find(which | after).sort("_id", DESCENDING).limit(request.size + 1)
        payments = [to_payment(document) async for document in in_turns(found)]
        return payments, lambda: self._payments.count_documents(which)

    async def ledger(self, payment_ids: Sequence[str]) -> list[LedgerEntry]:
        found = self._ledger.find({"paymentId": {"$in": list(payment_ids)}}).sort("_id", ASCENDING)
        return [to_entry(document) async for document in found]

    async def anonymise(self, account_id: str) -> None:
        # This comes first: later payments are stored without the account, and the update below
        # finds the earlier ones.
        with suppress(DuplicateKeyError):
            await self._gone_accounts.insert_one({"_id": _digest(account_id)})

        async def write(session: Session) -> None:
            await self._payments.update_many(
                {"accountId": account_id}, _WITHOUT_ACCOUNT, session=session
            )

        await transaction(self._database, write)


# The version rises, so that a writer that read the account's id gets a version conflict.
_WITHOUT_ACCOUNT = {"$set": {"accountId": ANONYMOUS, "card": None}, "$inc": {"version": 1}}


def _digest(account_id: str) -> str:
    return hashlib.sha256(account_id.encode()).hexdigest()
