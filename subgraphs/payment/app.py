"""Payment's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

from shared import mongo, redis
from shared.auth.service_tokens import ServiceTokenVerifier
from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.inbox import INBOX, Inbox
from shared.kafka import KafkaConsumer, KafkaPublisher
from shared.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
from shared.secrets import TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from shared.service import Wiring
from shared.vault import Vault
from subgraphs.payment.chosen_provider import open_provider
from subgraphs.payment.consumers import AccountDeletion
from subgraphs.payment.context import Context
from subgraphs.payment.recovery import RecoveryWorker
from subgraphs.payment.service import PaymentService
from subgraphs.payment.settings import Settings
from subgraphs.payment.settlement import Settlement
from subgraphs.payment.store import LEDGER, PAYMENTS, MongoPaymentStore
from subgraphs.payment.webhooks import webhook_routes

_UNKNOWN_KEY_RETRY = timedelta(seconds=1)


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Connect payment's parts; they are closed again at the end."""
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("payment/mongo")
    mongo_client = mongo.connect(settings.mongo_url, credentials)
    redis_client = redis.connect(
        settings.redis_url, (await vault.read("payment/redis"))["password"]
    )
    provider_secret = await vault.read("payment/provider")
    publisher = KafkaPublisher(
        settings.kafka_bootstrap_servers, idempotent=settings.kafka_idempotent_producer
    )
    clock, ids = SystemClock(), UlidSource()
    trusted_keys = RotatingSecret(
        vault,
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

    database = mongo_client[credentials["database"]]
    outbox = Outbox(database, clock, ids)
    store = MongoPaymentStore(database, outbox, Inbox(database, clock))
    sessions = SessionStore(redis_client, clock)
    tokens = ServiceTokenVerifier("booking", "payment", public_key, redis_client)
    relay = OutboxRelay(database, outbox, publisher, clock=clock, owner=uuid4().hex)
    deletions = KafkaConsumer(
        settings.kafka_bootstrap_servers,
        group="payment-account-deletions",
        handlers=AccountDeletion(store).handlers,
        publisher=publisher,
    )
    try:
        await mongo.ensure_collections(database, [PAYMENTS, LEDGER, INBOX, OUTBOX, RELAY_LEASES])
        async with open_provider(settings, provider_secret, clock) as chosen:
            settlement = Settlement(
                store,
                chosen.provider,
                clock,
                ids,
                give_up_after=timedelta(seconds=settings.give_up_after_seconds),
            )
            service = PaymentService(store, chosen.provider, settlement, clock)
            recovery = RecoveryWorker(
                store,
                settlement,
                clock,
                every=timedelta(seconds=settings.recovery_every_seconds),
                after=timedelta(seconds=settings.recovery_after_seconds),
            )
            yield Wiring(
                new_context=lambda: Context(sessions, settings.session_cookie, service, tokens),
                parts={
                    "mongo": lambda: database.command("ping"),
                    "redis": lambda: redis.ping(redis_client),
                    "kafka": publisher.ping,
                },
                background={
                    "outbox-relay": relay.run,
                    "recovery": recovery.run,
                    "account-deletions": deletions.run,
                },
                routes=[webhook_routes(service, chosen.signature_header)],
            )
    finally:
        await publisher.close()
        await redis_client.aclose()
        await mongo_client.close()
