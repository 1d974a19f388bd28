"""What every subgraph connects to, opened and closed in one place."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from redis.asyncio import Redis

from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.messaging.consumer import KafkaConsumer
from shared.messaging.inbox import INBOX, Inbox
from shared.messaging.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
from shared.messaging.publisher import KafkaPublisher
from shared.messaging.subscriptions import AnySubscription
from shared.runtime.service import HealthChecks
from shared.runtime.settings import SubgraphSettings
from shared.secrets.vault import Vault
from shared.storage import mongo, redis
from shared.storage.mongo import CollectionSpec, Database


@dataclass(frozen=True, slots=True)
class Connections:
    """A subgraph's own database, the shared parts, and what is built on them alike for all."""

    settings: SubgraphSettings
    vault: Vault
    database: Database
    redis: Redis
    publisher: KafkaPublisher
    sessions: SessionStore
    outbox: Outbox
    inbox: Inbox
    clock: SystemClock
    ids: UlidSource

    async def ensure_collections(self, specs: Sequence[CollectionSpec]) -> None:
        """Create or update the subgraph's collections, those of the outbox and inbox included."""
        await mongo.ensure_collections(self.database, [*specs, INBOX, OUTBOX, RELAY_LEASES])

    def health_checks(self) -> HealthChecks:
        """Return a check for each part that the subgraph needs to be ready."""
        return {
            "mongo": lambda: self.database.command("ping"),
            "redis": lambda: redis.ping(self.redis),
            "kafka": self.publisher.ping,
        }

    def relay(self) -> OutboxRelay:
        """Return the relay that publishes this subgraph's outbox."""
        return OutboxRelay(
            self.database, self.outbox, self.publisher, clock=self.clock, owner=uuid4().hex
        )

    def consumer(self, group: str, subscriptions: Sequence[AnySubscription]) -> KafkaConsumer:
        """Return a consumer of these events, as a member of the consumer group `group`."""
        return KafkaConsumer(
            self.settings.kafka_bootstrap_servers,
            group=group,
            subscriptions=subscriptions,
            publisher=self.publisher,
            inbox=self.inbox,
        )


@asynccontextmanager
async def connect(name: str, settings: SubgraphSettings) -> AsyncGenerator[Connections]:
    """Read the subgraph's credentials from Vault and connect; everything is closed at the end.

    Nothing is sent to MongoDB, Redis or Kafka before it is first used.
    """
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read(f"{name}/mongo")
    redis_password = (await vault.read(f"{name}/redis"))["password"]
    clock, ids = SystemClock(), UlidSource()
    mongo_client = mongo.connect(settings.mongo_url, credentials)
    database = mongo_client[credentials["database"]]
    redis_client = redis.connect(settings.redis_url, redis_password)
    publisher = KafkaPublisher(
        settings.kafka_bootstrap_servers, idempotent=settings.kafka_idempotent_producer
    )
    try:
        yield Connections(
            settings=settings,
            vault=vault,
            database=database,
            redis=redis_client,
            publisher=publisher,
            sessions=SessionStore(redis_client, clock),
            outbox=Outbox(database, clock, ids),
            inbox=Inbox(database, clock),
            clock=clock,
            ids=ids,
        )
    finally:
        await publisher.close()
        await redis_client.aclose()
        await mongo_client.close()
