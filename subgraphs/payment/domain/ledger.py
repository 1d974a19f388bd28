"""The double-entry ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.money import Money
from subgraphs.payment.domain.payments import Payment, Refund


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A double entry: `amount` moves from the account `credit` to the account `debit`.

    Both halves are in one row, so the ledger always sums to zero. `cause` is unique: one cause
    makes one entry.
    """

    id: str
    payment_id: str
    debit: str
    credit: str
    amount: Money
    cause: str
    at: datetime


PROVIDER_BALANCE = "provider_balance"
"""What the provider owes the cinema."""
TICKET_SALES = "ticket_sales"
"""What the cinema has sold, less refunds."""


def capture_entry(id: str, payment: Payment, at: datetime) -> LedgerEntry:
    """Return the entry for a capture."""
    return LedgerEntry(
        id=id,
        payment_id=payment.id,
        debit=PROVIDER_BALANCE,
        credit=TICKET_SALES,
        amount=payment.amount,
        cause=f"capture:{payment.id}",
        at=at,
    )


def refund_entry(id: str, payment: Payment, refund: Refund, at: datetime) -> LedgerEntry:
    """Return the entry for a refund."""
    return LedgerEntry(
        id=id,
        payment_id=payment.id,
        debit=TICKET_SALES,
        credit=PROVIDER_BALANCE,
        amount=refund.amount,
        cause=f"refund:{refund.id}",
        at=at,
    )


def balance(entries: Iterable[LedgerEntry], account: str) -> int:
    """Return the balance of a ledger account after `entries`, in minor units."""
    return sum(
        ((entry.debit == account) - (entry.credit == account)) * entry.amount.amount_minor
        for entry in entries
    )
