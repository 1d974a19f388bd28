"""Comparing the ledger with the provider's books."""

from collections.abc import Mapping
from datetime import datetime

from subgraphs.payment.domain.charges import Charge, Difference, differences
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import OPEN, Payment
from subgraphs.payment.ports import PaymentProvider, PaymentStore


async def compare(
    store: PaymentStore, provider: PaymentProvider, since: datetime
) -> tuple[int, list[Difference]]:
    """Return how many payments changed in either book, and every difference between the two.

    Each payment is compared completely, even if it began before `since`.
    """
    charges = {charge.payment_id: charge async for charge in provider.charges(since)}
    payments = {payment.id: payment for payment in await store.touched_since(since)}
    # Payments that changed in the provider's books alone.
    payments |= await store.by_ids([id for id in charges if id not in payments])
    for payment in payments.values():
        # An open payment waits for its answer: that is no difference.
        if payment.status in OPEN or payment.id in charges:
            continue
        if charge := await provider.find(payment):
            charges[payment.id] = charge
    compared = len(charges.keys() | payments.keys())
    found = await _differences(store, payments, charges)
    # A payment that changed between the two readings makes no difference: read it once more.
    doubtful = {difference.payment_id for difference in found}
    payments = await store.by_ids(sorted(doubtful & payments.keys()))
    for payment in payments.values():
        if charge := await provider.find(payment):
            charges[payment.id] = charge
    charges = {id: charges[id] for id in sorted(doubtful & charges.keys())}
    return compared, await _differences(store, payments, charges)


async def _differences(
    store: PaymentStore, payments: Mapping[str, Payment], charges: Mapping[str, Charge]
) -> list[Difference]:
    entries: dict[str, list[LedgerEntry]] = {}
    for entry in await store.ledger(list(payments)):
        entries.setdefault(entry.payment_id, []).append(entry)
    return [
        difference
        for id in sorted(charges.keys() | payments.keys())
        for difference in differences(payments.get(id), entries.get(id, ()), charges.get(id))
    ]
