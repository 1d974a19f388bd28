"""Payment's MongoDB adapter: documents, indexes and rules beside the queries that need them."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.messaging.inbox import AlreadyTaken, Inbox
from shared.messaging.outbox import Outbox
from shared.money import Money
from shared.pagination import Count, PageRequest
from shared.storage.mongo import CollectionSpec, Database, Document, Session, transaction
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import ANONYMOUS, Card, Payment, PaymentStatus, Refund
from subgraphs.payment.ports import Change

_POSITIVE = {"bsonType": ["int", "long"], "minimum": 1}

PAYMENTS = CollectionSpec(
    "payments",
    schema={
        "bsonType": "object",
        "required": ["reference", "accountId", "amountMinor", "currency", "status", "version"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^pay_"},
            "accountId": {"bsonType": "string"},
            "amountMinor": _POSITIVE,
            "currency": {"bsonType": "string", "pattern": "^[A-Z]{3}$"},
            "status": {"enum": [status.value for status in PaymentStatus]},
            "version": _POSITIVE,
        },
    },
    indexes=[
        IndexModel([("status", ASCENDING), ("_id", DESCENDING)], name="status"),
        IndexModel([("accountId", ASCENDING), ("_id", DESCENDING)], name="account"),
        IndexModel([("updatedAt", ASCENDING)], name="updatedAt"),
        # Only what the recovery worker looks for, which is next to nothing.
        IndexModel(
            [("nextTryAt", ASCENDING)],
            name="untried",
            partialFilterExpression={"unsettled": True},
        ),
    ],
)
LEDGER = CollectionSpec(
    "ledger",
    schema={
        "bsonType": "object",
        "required": ["paymentId", "debit", "credit", "amountMinor", "currency", "cause", "at"],
        "properties": {"amountMinor": _POSITIVE},
    },
    indexes=[
        IndexModel([("cause", ASCENDING)], name="cause", unique=True),
        IndexModel([("paymentId", ASCENDING), ("_id", ASCENDING)], name="payment"),
    ],
)
GONE_ACCOUNTS = CollectionSpec("gone_accounts")
"""Digests of the ids of accounts that are gone: a booking under way may still name one."""

COLLECTIONS = (PAYMENTS, LEDGER, GONE_ACCOUNTS)


class MongoPaymentStore:
    """Adapter of the port PaymentStore."""

    def __init__(self, database: Database, outbox: Outbox, inbox: Inbox) -> None:
        self._database = database
        self._payments = database[PAYMENTS.name]
        self._ledger = database[LEDGER.name]
        self._gone_accounts = database[GONE_ACCOUNTS.name]
        self._outbox = outbox
        self._inbox = inbox

    async def add(self, payment: Payment) -> Payment:
        try:
            await self._payments.insert_one(_to_document(payment))
        except DuplicateKeyError:
            return await self.get(payment.id) or payment
        # Looked up afterwards: an account that goes later than this finds the payment.
        if await self._gone_accounts.find_one({"_id": _digest(payment.account_id)}):
            await self._payments.update_one(
                {"_id": payment.id, "accountId": payment.account_id}, _WITHOUT_ACCOUNT
            )
            return await self.get(payment.id) or payment
        return payment

    async def get(self, id: str) -> Payment | None:
        document = await self._payments.find_one({"_id": id})
        return _to_payment(document) if document else None

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Payment]:
        found = self._payments.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: _to_payment(document) async for document in found}

    async def save(self, change: Change) -> bool:
        payment = change.payment

        async def write(session: Session) -> bool:
            replaced = await self._payments.replace_one(
                {"_id": payment.id, "version": payment.version - 1},
                _to_document(payment),
                session=session,
            )
            if not replaced.matched_count:
                return False
            if change.entry:
                await self._ledger.insert_one(_entry_document(change.entry), session=session)
            if change.event:
                await self._outbox.add(change.event, session=session)
            return True

        return await transaction(self._database, write)

    async def unsettled(
        self, untouched_since: datetime, due: datetime, limit: int
    ) -> list[Payment]:
        overdue = {
            "unsettled": True,
            "updatedAt": {"$lte": untouched_since},
            "nextTryAt": {"$lte": due},
        }
        found = self._payments.find(overdue).sort("nextTryAt", ASCENDING).limit(limit)
        return [_to_payment(document) async for document in found]

    async def postpone(self, payment: Payment, until: datetime) -> None:
        # No new version: it is nothing that a writer's decision could rest on.
        await self._payments.update_one(
            {"_id": payment.id, "unsettled": True}, {"$set": {"nextTryAt": until}}
        )

    async def touched_since(self, since: datetime) -> list[Payment]:
        found = self._payments.find({"updatedAt": {"$gte": since}})
        return [_to_payment(document) async for document in found]

    async def page(
        self, status: PaymentStatus | None, account_id: str | None, request: PageRequest
    ) -> tuple[list[Payment], Count]:
        which: dict[str, Any] = {"status": status} if status else {}
        if account_id:
            which["accountId"] = account_id
        behind = {"_id": {"$lt": request.after[0]}} if request.after else {}
        found = self._payments.find(which | behind).sort("_id", DESCENDING).limit(request.size + 1)
        payments = [_to_payment(document) async for document in found]
        return payments, lambda: self._payments.count_documents(which)

    async def ledger(self, payment_ids: Sequence[str]) -> list[LedgerEntry]:
        found = self._ledger.find({"paymentId": {"$in": list(payment_ids)}}).sort("_id", ASCENDING)
        return [_to_entry(document) async for document in found]

    async def anonymise(self, account_id: str, event_id: str) -> None:
        if await self._inbox.has(event_id):
            return
        # First and by itself: what is added from now on is nobody's, and what was before is found.
        with suppress(DuplicateKeyError):
            await self._gone_accounts.insert_one({"_id": _digest(account_id)})

        async def write(session: Session) -> None:
            await self._inbox.take(event_id, session)
            await self._payments.update_many(
                {"accountId": account_id}, _WITHOUT_ACCOUNT, session=session
            )

        with suppress(AlreadyTaken):
            await transaction(self._database, write)


# A version on, so that a writer that read the account's name cannot restore it.
_WITHOUT_ACCOUNT = {"$set": {"accountId": ANONYMOUS, "card": None}, "$inc": {"version": 1}}


def _digest(account_id: str) -> str:
    return hashlib.sha256(account_id.encode()).hexdigest()


def _to_document(payment: Payment) -> Document:
    return {
        "_id": payment.id,
        "reference": payment.reference,
        "chargeId": payment.charge_id,
        "accountId": payment.account_id,
        "amountMinor": payment.amount.amount_minor,
        "currency": payment.amount.currency,
        "status": payment.status,
        "toRelease": payment.to_release,
        "unsettled": payment.is_unsettled,
        # Whatever changes has its turn anew.
        "nextTryAt": payment.updated_at,
        "card": {"brand": payment.card.brand, "last4": payment.card.last4}
        if payment.card
        else None,
        "declineCode": payment.decline_code,
        "refunds": [
            {
                "id": refund.id,
                "amountMinor": refund.amount.amount_minor,
                "createdAt": refund.created_at,
                "done": refund.done,
                "attempt": refund.attempt,
            }
            for refund in payment.refunds
        ],
        "createdAt": payment.created_at,
        "updatedAt": payment.updated_at,
        "version": payment.version,
    }


def _to_payment(document: Document) -> Payment:
    currency = document["currency"]
    card = document["card"]
    return Payment(
        id=document["_id"],
        reference=document["reference"],
        charge_id=document.get("chargeId"),
        account_id=document["accountId"],
        amount=Money(document["amountMinor"], currency),
        status=PaymentStatus(document["status"]),
        card=Card(card["brand"], card["last4"]) if card else None,
        decline_code=document["declineCode"],
        refunds=tuple(
            Refund(
                id=refund["id"],
                amount=Money(refund["amountMinor"], currency),
                created_at=refund["createdAt"],
                done=refund["done"],
                attempt=refund.get("attempt", 1),
            )
            for refund in document["refunds"]
        ),
        created_at=document["createdAt"],
        updated_at=document["updatedAt"],
        version=document["version"],
        to_release=document.get("toRelease", False),
    )


def _entry_document(entry: LedgerEntry) -> Document:
    return {
        "_id": entry.id,
        "paymentId": entry.payment_id,
        "debit": entry.debit,
        "credit": entry.credit,
        "amountMinor": entry.amount.amount_minor,
        "currency": entry.amount.currency,
        "cause": entry.cause,
        "at": entry.at,
    }


def _to_entry(document: Document) -> LedgerEntry:
    return LedgerEntry(
        id=document["_id"],
        payment_id=document["paymentId"],
        debit=document["debit"],
        credit=document["credit"],
        amount=Money(document["amountMinor"], document["currency"]),
        cause=document["cause"],
        at=document["at"],
    )
