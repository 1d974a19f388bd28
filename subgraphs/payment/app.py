"""Payment's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from shared.auth.service_tokens import ServiceTokenVerifier
from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.messaging.inbox import INBOX, Inbox
from shared.messaging.kafka import KafkaConsumer, KafkaPublisher
from shared.messaging.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
from shared.runtime.background import repeat
from shared.runtime.service import Wiring
from shared.secrets.rotating import TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from shared.secrets.vault import Vault
from shared.storage import mongo, redis
from shared.storage.mongo import Database
from subgraphs.payment.adapters.chosen_provider import ChosenProvider, open_provider
from subgraphs.payment.adapters.store import COLLECTIONS, MongoPaymentStore
from subgraphs.payment.api.context import Context
from subgraphs.payment.api.webhooks import webhook_routes
from subgraphs.payment.service.payments import PaymentService
from subgraphs.payment.service.settlement import Settlement
from subgraphs.payment.settings import Settings
from subgraphs.payment.workers.consumers import AccountDeletion
from subgraphs.payment.workers.recovery import RecoveryWorker

_UNKNOWN_KEY_RETRY = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Core:
    """What both the server and the command stand on."""

    vault: Vault
    database: Database
    clock: SystemClock
    ids: UlidSource
    outbox: Outbox
    store: MongoPaymentStore
    chosen: ChosenProvider


@asynccontextmanager
async def connect(settings: Settings) -> AsyncGenerator[Core]:
    """Connect payment's books and the provider; closed again at the end."""
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("payment/mongo")
    provider_secret = await vault.read("payment/provider")
    mongo_client = mongo.connect(settings.mongo_url, credentials)
    clock, ids = SystemClock(), UlidSource()
    database = mongo_client[credentials["database"]]
    outbox = Outbox(database, clock, ids)
    store = MongoPaymentStore(database, outbox, Inbox(database, clock))
    try:
        await mongo.ensure_collections(database, [*COLLECTIONS, INBOX, OUTBOX, RELAY_LEASES])
        async with open_provider(settings, provider_secret) as chosen:
            yield Core(vault, database, clock, ids, outbox, store, chosen)
    finally:
        await mongo_client.close()


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """The subgraph, to be run."""
    async with connect(settings) as core:
        store, clock, provider = core.store, core.clock, core.chosen.provider
        redis_password = (await core.vault.read("payment/redis"))["password"]
        redis_client = redis.connect(settings.redis_url, redis_password)
        publisher = KafkaPublisher(
            settings.kafka_bootstrap_servers, idempotent=settings.kafka_idempotent_producer
        )
        trusted_keys = RotatingSecret(
            core.vault,
            "public/booking-service-keys",
            clock=clock,
            max_age=timedelta(seconds=settings.trusted_keys_max_age_seconds),
            good_for=TRUSTED_KEYS_GOOD_FOR,
        )

        async def public_key(kid: str) -> str | None:
            keys = await trusted_keys.get()
            if kid not in keys:
                keys = await trusted_keys.refreshed(at_least_every=_UNKNOWN_KEY_RETRY)
            return keys.get(kid)

        sessions = SessionStore(redis_client, clock)
        tokens = ServiceTokenVerifier("booking", "payment", public_key, redis_client)
        settlement = Settlement(
            store,
            provider,
            clock,
            core.ids,
            give_up_after=timedelta(seconds=settings.give_up_after_seconds),
        )
        service = PaymentService(store, provider, settlement, clock)
        recovery = RecoveryWorker(
            store, settlement, clock, after=timedelta(seconds=settings.recovery_after_seconds)
        )
        relay = OutboxRelay(core.database, core.outbox, publisher, clock=clock, owner=uuid4().hex)
        deletions = KafkaConsumer(
            settings.kafka_bootstrap_servers,
            group="payment-account-deletions",
            handlers=AccountDeletion(store).handlers,
            publisher=publisher,
        )
        try:
            yield Wiring(
                new_context=lambda: Context(sessions, settings.session_cookie, service, tokens),
                parts={
                    "mongo": lambda: core.database.command("ping"),
                    "redis": lambda: redis.ping(redis_client),
                    "kafka": publisher.ping,
                },
                background={
                    "outbox-relay": relay.run,
                    "recovery": lambda: repeat(
                        "recovery",
                        recovery.work_once,
                        timedelta(seconds=settings.recovery_every_seconds),
                    ),
                    "account-deletions": deletions.run,
                },
                routes=[webhook_routes(service, core.chosen.signature_header)],
            )
        finally:
            await publisher.close()
            await redis_client.aclose()
