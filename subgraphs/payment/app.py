"""Payment's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from shared.runtime.background import repeat
from shared.runtime.connections import Connections, connect
from shared.runtime.service import Wiring
from subgraphs.payment.adapters.chosen_provider import ChosenProvider, open_provider
from subgraphs.payment.adapters.store import COLLECTIONS, MongoPaymentStore
from subgraphs.payment.api.context import Context
from subgraphs.payment.api.webhooks import webhook_routes
from subgraphs.payment.service.payments import PaymentService
from subgraphs.payment.service.settlement import Settlement
from subgraphs.payment.settings import Settings
from subgraphs.payment.workers.consumers import AccountConsumer
from subgraphs.payment.workers.recovery import RecoveryWorker


@dataclass(frozen=True, slots=True)
class Books:
    """Payment's own books and the provider, as the server and commands need them."""

    connections: Connections
    store: MongoPaymentStore
    provider: ChosenProvider


@asynccontextmanager
async def open_books(settings: Settings) -> AsyncGenerator[Books]:
    """Connect payment's books and the provider; both are closed at the end."""
    async with connect("payment", settings) as connections:
        await connections.ensure_collections(COLLECTIONS)
        store = MongoPaymentStore(connections.database, connections.outbox)
        provider_secret = await connections.vault.read("payment/provider")
        async with open_provider(settings, provider_secret) as provider:
            yield Books(connections, store, provider)


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Build the subgraph, ready to run."""
    async with open_books(settings) as books:
        yield _wiring(settings, books)


def _wiring(settings: Settings, books: Books) -> Wiring:
    connections, store, provider = books.connections, books.store, books.provider.provider
    clock = connections.clock
    settlement = Settlement(
        store,
        provider,
        clock,
        connections.ids,
        give_up_after=timedelta(seconds=settings.give_up_after_seconds),
    )
    service = PaymentService(store, provider, settlement, clock)
    tokens = connections.service_tokens(
        "booking", max_age=timedelta(seconds=settings.trusted_keys_max_age_seconds)
    )
    recovery = RecoveryWorker(
        store, settlement, clock, after=timedelta(seconds=settings.recovery_after_seconds)
    )
    deletions = connections.consumer(
        "payment-account-deletions", AccountConsumer(store).subscriptions
    )
    return Wiring(
        new_context=lambda: Context(connections.sessions, settings.session_cookie, service, tokens),
        callers=connections.callers(tokens.verify),
        rate_limiter=connections.rate_limiter(),
        health_checks=connections.health_checks(),
        background={
            "outbox-relay": connections.relay().run,
            "recovery": lambda: repeat(
                "recovery",
                recovery.recover_overdue,
                timedelta(seconds=settings.recovery_every_seconds),
            ),
            "account-deletions": deletions.run,
        },
        routes=[webhook_routes(service, books.provider.signature_header)],
    )
