"""Expired sessions: Redis's notifications, the claims on them, and their events in Kafka."""

from collections.abc import AsyncGenerator
from datetime import timedelta

from redis.asyncio import Redis

from shared.auth.sessions import KEY_PREFIX
from shared.clock import Clock
from shared.errors import Unavailable
from shared.ids import IdSource
from shared.messaging.envelope import Envelope
from shared.messaging.publisher import KafkaPublisher
from shared.storage import redis
from shared.storage.redis import REDIS_UNAVAILABLE, redis_needed
from shared.telemetry.correlation import current_correlation_id
from subgraphs.account.events import SessionExpired

_PART = "session store"
# A claim outlives a publisher that hangs, and lasts until the consumer is done.
_CLAIM_WHILE_PUBLISHING = timedelta(seconds=30)
_CLAIM_WHEN_PUBLISHED = timedelta(hours=1)
# A Redis that lacks this key was started empty.
_RECONCILED = "session-sweeper:reconciled"


class RedisExpiryNotifications:
    """Adapter of the port ExpiryNotifications: keyspace events (`notify-keyspace-events Ex`)."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def expired(self) -> AsyncGenerator[str]:
        try:
            async for key in redis.messages(self._client, "__keyevent@*__:expired"):
                if key.startswith(KEY_PREFIX):
                    yield key.removeprefix(KEY_PREFIX)
        except REDIS_UNAVAILABLE as error:
            raise Unavailable(_PART) from error


class RedisExpiryClaims:
    """Adapter of the port ExpiryClaims: one key for each expiry, set only if it does not exist."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def claim(self, token_hash: str) -> bool:
        with redis_needed(_PART):
            claimed = await self._client.set(
                _key(token_hash), "claimed", nx=True, ex=_CLAIM_WHILE_PUBLISHING
            )
        return bool(claimed)

    async def give_back(self, token_hash: str) -> None:
        with redis_needed(_PART):
            await self._client.delete(_key(token_hash))

    async def keep(self, token_hash: str) -> None:
        with redis_needed(_PART):
            await self._client.set(_key(token_hash), "published", ex=_CLAIM_WHEN_PUBLISHED)

    async def is_reconciled(self) -> bool:
        with redis_needed(_PART):
            return bool(await self._client.exists(_RECONCILED))

    async def set_reconciled(self) -> None:
        with redis_needed(_PART):
            await self._client.set(_RECONCILED, "yes")


class KafkaEventPublisher:
    """Adapter of the port EventPublisher."""

    def __init__(self, publisher: KafkaPublisher, clock: Clock, ids: IdSource) -> None:
        self._publisher = publisher
        self._clock = clock
        self._ids = ids

    async def publish(self, event: SessionExpired) -> None:
        await self._publisher.publish(
            Envelope.of(
                event,
                ids=self._ids,
                now=self._clock.now(),
                correlation_id=current_correlation_id(),
            )
        )


def _key(token_hash: str) -> str:
    return f"session-expiry:{token_hash}"
