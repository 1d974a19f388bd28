"""`python -m subgraphs.payment reconcile`: the ledger against the provider's books."""

from datetime import datetime

from shared import mongo
from shared.clock import Clock, SystemClock
from shared.ids import UlidSource
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.vault import Vault
from subgraphs.payment.chosen_provider import open_provider
from subgraphs.payment.domain.charges import Difference, differences
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.ports import PaymentProvider, PaymentStore
from subgraphs.payment.settings import Settings
from subgraphs.payment.store import MongoPaymentStore


async def reconcile(settings: Settings, since: datetime) -> int:
    """Print every difference in payments begun at or after `since`; 1 if there are any, else 0."""
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("payment/mongo")
    clock: Clock = SystemClock()
    client = mongo.connect(settings.mongo_url, credentials)
    try:
        database = client[credentials["database"]]
        store = MongoPaymentStore(
            database, Outbox(database, clock, UlidSource()), Inbox(database, clock)
        )
        secret = await vault.read("payment/provider")
        async with open_provider(settings, secret, clock) as chosen:
            compared, found = await compare(store, chosen.provider, since)
    finally:
        await client.close()
    for each in found:
        print(f"{each.kind:<10} {each.payment_id}  ours: {each.ours}  provider's: {each.theirs}")
    print(f"{compared} payments compared since {since.isoformat()}: {len(found)} differences")
    return 1 if found else 0


async def compare(
    store: PaymentStore, provider: PaymentProvider, since: datetime
) -> tuple[int, list[Difference]]:
    """How many payments there are in either's books, and every difference between the two."""
    charges = {charge.payment_id: charge async for charge in provider.charges(since)}
    payments = {payment.id: payment for payment in await store.since(since)}
    # A charge of a payment that was begun a moment before `since`.
    payments |= await store.by_ids([id for id in charges if id not in payments])
    entries: dict[str, list[LedgerEntry]] = {}
    for entry in await store.ledger(list(payments)):
        entries.setdefault(entry.payment_id, []).append(entry)
    every_id = sorted(charges.keys() | payments.keys())
    found = [
        difference
        for id in every_id
        for difference in differences(payments.get(id), entries.get(id, ()), charges.get(id))
    ]
    return len(every_id), found
