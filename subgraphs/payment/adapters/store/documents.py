"""The collections of payments and the ledger, and their documents."""

from pymongo import ASCENDING, DESCENDING, IndexModel

from shared.money import Money
from shared.storage.mongo import CollectionSpec, Document
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import Card, Payment, PaymentStatus, Refund

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
        # Partial: the recovery worker looks for few payments.
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
"""Digests of the ids of deleted accounts: a booking in progress may still name one."""


def payment_document(payment: Payment) -> Document:
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
        # A payment that changes is due at once.
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


def to_payment(document: Document) -> Payment:
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


def entry_document(entry: LedgerEntry) -> Document:
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


def to_entry(document: Document) -> LedgerEntry:
    return LedgerEntry(
        id=document["_id"],
        payment_id=document["paymentId"],
        debit=document["debit"],
        credit=document["credit"],
        amount=Money(document["amountMinor"], document["currency"]),
        cause=document["cause"],
        at=document["at"],
    )
