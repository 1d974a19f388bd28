"""Account's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

from shared import mongo, redis
from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.kafka import KafkaConsumer, KafkaPublisher
from shared.service import Wiring
from shared.vault import Vault
from subgraphs.account.consumers import SessionCleanup
from subgraphs.account.context import Context
from subgraphs.account.expiry import ExpiryListener, ExpiryPublisher, ExpirySweeper
from subgraphs.account.passwords import Argon2Passwords
from subgraphs.account.service import AccountService
from subgraphs.account.settings import Settings
from subgraphs.account.store import ACCOUNTS, SESSIONS, MongoAccountStore


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Connect account's parts; they are closed again at the end."""
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("account/mongo")
    mongo_client = mongo.connect(settings.mongo_url, credentials)
    redis_client = redis.connect(
        settings.redis_url, (await vault.read("account/redis"))["password"]
    )
    publisher = KafkaPublisher(
        settings.kafka_bootstrap_servers, idempotent=settings.kafka_idempotent_producer
    )
    clock, ids = SystemClock(), UlidSource()
    database = mongo_client[credentials["database"]]
    store = MongoAccountStore(database)
    live = SessionStore(redis_client, clock)
    service = AccountService(store, live, Argon2Passwords(), settings.session_limits, clock, ids)
    expiry = ExpiryPublisher(redis_client, publisher, clock, ids)
    sweep_every = timedelta(seconds=settings.session_sweep_seconds)
    consumer = KafkaConsumer(
        settings.kafka_bootstrap_servers,
        group="account-session-cleanup",
        handlers=SessionCleanup(store).handlers,
        publisher=publisher,
    )

    def new_context() -> Context:
        return Context(
            live,
            settings.session_cookie,
            service,
            secure_cookie=settings.environment != "development",
            cookie_seconds=settings.session_absolute_seconds,
        )

    try:
        await mongo.ensure_collections(database, [ACCOUNTS, SESSIONS])
        yield Wiring(
            new_context=new_context,
            parts={
                "mongo": lambda: database.command("ping"),
                "redis": lambda: redis.ping(redis_client),
                "kafka": publisher.ping,
            },
            background={
                "expiry-listener": ExpiryListener(redis_client, expiry).run,
                "expiry-sweeper": ExpirySweeper(store, live, expiry, clock, sweep_every).run,
                "session-cleanup": consumer.run,
            },
        )
    finally:
        await publisher.close()
        await redis_client.aclose()
        await mongo_client.close()
