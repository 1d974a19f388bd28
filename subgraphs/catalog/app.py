"""Catalog's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from redis.asyncio import Redis

from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.messaging.kafka import KafkaConsumer, KafkaPublisher
from shared.messaging.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
from shared.runtime.background import repeat
from shared.runtime.service import Wiring
from shared.secrets.vault import Vault
from shared.storage import mongo, redis
from shared.storage.mongo import Database
from subgraphs.catalog.adapters.store import COLLECTIONS, MongoCatalogStore
from subgraphs.catalog.api.answer_cache import AnswerCache, SharedAnswers
from subgraphs.catalog.api.context import Context
from subgraphs.catalog.api.posters import poster_routes
from subgraphs.catalog.service.planning import Planning
from subgraphs.catalog.service.reading import CatalogService
from subgraphs.catalog.settings import Settings
from subgraphs.catalog.workers.consumers import BookingConsumer

# How soon after its lease's end an import whose process died is ended.
_LOOK_FOR_COMMITS = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Core:
    """What both the server and the commands stand on."""

    database: Database
    redis: Redis
    outbox: Outbox
    store: MongoCatalogStore
    service: CatalogService
    planning: Planning


@asynccontextmanager
async def connect(settings: Settings) -> AsyncGenerator[Core]:
    """Connect catalog's databases; they are closed again at the end."""
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("catalog/mongo")
    mongo_client = mongo.connect(settings.mongo_url, credentials)
    redis_client = redis.connect(
        settings.redis_url, (await vault.read("catalog/redis"))["password"]
    )
    clock = SystemClock()
    database = mongo_client[credentials["database"]]
    ids = UlidSource()
    outbox = Outbox(database, clock, ids)
    store = MongoCatalogStore(database, outbox, clock, ids)
    try:
        await mongo.ensure_collections(database, [*COLLECTIONS, OUTBOX, RELAY_LEASES])
        yield Core(
            database,
            redis_client,
            outbox,
            store,
            CatalogService(store, clock),
            Planning.over(store, clock, ids),
        )
    finally:
        await redis_client.aclose()
        await mongo_client.close()


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Everything that the server needs."""
    clock = SystemClock()
    publisher = KafkaPublisher(
        settings.kafka_bootstrap_servers, idempotent=settings.kafka_idempotent_producer
    )
    async with connect(settings) as core:
        cache = AnswerCache(SharedAnswers(core.redis, clock), core.store.version, clock)
        sessions = SessionStore(core.redis, clock)
        relay = OutboxRelay(core.database, core.outbox, publisher, clock=clock, owner=uuid4().hex)
        bookings = KafkaConsumer(
            settings.kafka_bootstrap_servers,
            group="catalog",
            handlers=BookingConsumer(core.store).handlers,
            publisher=publisher,
        )
        try:
            yield Wiring(
                new_context=lambda: Context(
                    sessions,
                    settings.session_cookie,
                    core.service,
                    core.planning,
                    cache,
                    settings.posters_url,
                ),
                parts={
                    "mongo": lambda: core.database.command("ping"),
                    "redis": lambda: redis.ping(core.redis),
                    "kafka": publisher.ping,
                },
                background={
                    "outbox-relay": relay.run,
                    "booking-consumer": bookings.run,
                    "commit-finisher": lambda: repeat(
                        "commit-finisher", core.store.finish_commits, _LOOK_FOR_COMMITS
                    ),
                },
                routes=[poster_routes(core.service)],
            )
        finally:
            await publisher.close()
