"""`python -m subgraphs.payment reconcile`: the ledger against the provider's books."""

import sys
from collections.abc import Mapping
from datetime import datetime

from pymongo.errors import PyMongoError

from shared.errors import Unavailable
from shared.secrets.vault import VaultAccessError
from subgraphs.payment.app import connect
from subgraphs.payment.domain.charges import Charge, Difference, differences
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import OPEN, Payment
from subgraphs.payment.errors import OutcomeUnknown, ProviderRefused
from subgraphs.payment.ports import PaymentProvider, PaymentStore
from subgraphs.payment.settings import Settings

_LONGEST_SECONDS = 30.0
_AWAY = (
    OutcomeUnknown,
    ProviderRefused,
    Unavailable,
    VaultAccessError,
    PyMongoError,
    FileNotFoundError,
)


async def reconcile(settings: Settings, since: datetime) -> int:
    """Print every difference in payments that changed at or after `since`.

    The exit code: 0 when there are none, 1 when there are some, 2 and a sentence on standard
    error when the books cannot be compared.
    """
    # Nobody waits for it, and nobody asks again.
    patient = settings.model_copy(update={"provider_timeout_seconds": _LONGEST_SECONDS})
    try:
        async with connect(patient) as core:
            compared, found = await compare(core.store, core.chosen.provider, since)
    except _AWAY as error:
        print(f"The books cannot be compared: {error}", file=sys.stderr)
        return 2
    for each in found:
        print(f"{each.kind:<10} {each.payment_id}  ours: {each.ours}  provider's: {each.theirs}")
    print(f"{compared} payments compared since {since.isoformat()}: {len(found)} differences")
    return 1 if found else 0


async def compare(
    store: PaymentStore, provider: PaymentProvider, since: datetime
) -> tuple[int, list[Difference]]:
    """How many payments changed in either's books, and every difference between the two.

    Each is compared whole, however long ago it was begun.
    """
    charges = {charge.payment_id: charge async for charge in provider.charges(since)}
    payments = {payment.id: payment for payment in await store.touched_since(since)}
    # What changed in one of the books alone.
    payments |= await store.by_ids([id for id in charges if id not in payments])
    for payment in payments.values():
        # One whose answer is still out is no difference, and may never get one.
        if payment.status in OPEN or payment.id in charges:
            continue
        if charge := await provider.find(payment):
            charges[payment.id] = charge
    compared = len(charges.keys() | payments.keys())
    found = await _differences(store, payments, charges)
    # What moved between the reading of the one and of the other is no difference: read once more.
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
