"""What every subgraph connects to, opened and closed in one place."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from redis.asyncio import Redis

from shared.auth.callers import KnownCallers, VerifyToken
from shared.auth.service_tokens import ServiceTokenVerifier
from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.messaging.consumer import KafkaConsumer
from shared.messaging.inbox import INBOX, Inbox
from shared.messaging.outbox import OUTBOX, RELAY_LEASES, Outbox, OutboxRelay
from shared.messaging.publisher import KafkaPublisher
from shared.messaging.subscriptions import AnySubscription
from shared.rates.limiter import RateLimiter
from shared.rates.shared_buckets import SharedBuckets
from shared.runtime.service import CALLERS_READ_EVERY, HealthChecks
from shared.runtime.settings import SubgraphSettings
from shared.secrets.rotating import OWN_KEY_GOOD_FOR, TRUSTED_KEYS_GOOD_FOR, RotatingSecret
from shared.secrets.vault import Vault
from shared.storage import mongo, redis
from shared.storage.mongo import CollectionSpec, Database

_ROUTER_SECRETS_MAX_AGE = 2 * CALLERS_READ_EVERY


@dataclass(frozen=True, slots=True)
class Connections:
    """A subgraph's own database, the shared parts, and what is built on them alike for all."""

    name: str
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

    def callers(self, verify_token: VerifyToken | None = None) -> KnownCallers:
        """Return who may call this subgraph: the router, and services by `verify_token`."""
        secrets = RotatingSecret(
            self.vault,
            f"{self.name}/router-secrets",
            clock=self.clock,
            max_age=_ROUTER_SECRETS_MAX_AGE,
            # The subgraph's own, too: an outage of Vault must not shut everybody out.
            good_for=OWN_KEY_GOOD_FOR,
        )
        return KnownCallers(secrets, verify_token)

    def service_tokens(self, issuer: str, *, max_age: timedelta) -> ServiceTokenVerifier:
        """Return the verifier of the tokens that the service `issuer` signs for this subgraph.

        `max_age` is how old its public keys may be.
        """
        trusted_keys = RotatingSecret(
            self.vault,
            f"public/{issuer}-service-keys",
            clock=self.clock,
            max_age=max_age,
            good_for=TRUSTED_KEYS_GOOD_FOR,
        )
        return ServiceTokenVerifier(issuer, self.name, trusted_keys.find, self.redis)

    def rate_limiter(self) -> RateLimiter:
        """Return the limiter of this process; its buckets are those of the whole subgraph."""
        buckets = SharedBuckets(self.redis, f"rate:{self.name}:", time.monotonic)
        return RateLimiter(self.settings.rates, buckets, time.monotonic)

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
            name=name,
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
