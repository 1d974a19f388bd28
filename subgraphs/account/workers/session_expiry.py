"""How Redis's word that a session expired becomes an event, once, though the word may be lost.

Every replica hears every notification, and Redis repeats none. So each expiry is claimed before
it is published, and the sweeper finds in MongoDB what no notification told.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from redis.asyncio import Redis

from shared.auth.sessions import KEY_PREFIX
from shared.clock import Clock
from shared.errors import Unavailable
from shared.ids import IdSource
from shared.messaging.envelope import Envelope
from shared.messaging.kafka import KafkaPublisher
from shared.storage import redis
from shared.storage.redis import REDIS_AWAY
from shared.telemetry.correlation import correlated, current_correlation_id
from subgraphs.account.domain import Session
from subgraphs.account.events import SessionExpired
from subgraphs.account.ports import LiveSessions, SessionRecords

log = structlog.get_logger(__name__)

# A claim outlives a publisher that hangs, and is kept long enough for the consumer to be done.
_CLAIM_WHILE_PUBLISHING = timedelta(seconds=30)
_CLAIM_WHEN_PUBLISHED = timedelta(hours=1)
_PUBLISHING_AT_ONCE = 64
_SWEEP_BATCH = 500
# Written once all records are reconciled with this Redis. One that lacks it was started empty.
_RECONCILED = "session-sweeper:reconciled"


class ExpiryPublisher:
    """Publishes each session's expiry once, whoever of the replicas hears of it first."""

    def __init__(
        self, redis: Redis, publisher: KafkaPublisher, clock: Clock, ids: IdSource
    ) -> None:
        self._redis = redis
        self._publisher = publisher
        self._clock = clock
        self._ids = ids

    async def publish(self, token_hash: str) -> None:
        """Publish unless another did; on failure the claim is given back for the sweeper."""
        claim = f"session-expiry:{token_hash}"
        if not await self._redis.set(claim, "claimed", nx=True, ex=_CLAIM_WHILE_PUBLISHING):
            return
        event = Envelope.of(
            SessionExpired(token_hash),
            ids=self._ids,
            now=self._clock.now(),
            correlation_id=current_correlation_id(),
        )
        try:
            await self._publisher.publish(event)
        except Unavailable:
            await self._redis.delete(claim)
            raise
        await self._redis.set(claim, "published", ex=_CLAIM_WHEN_PUBLISHED)


class ExpiryListener:
    """Listens to Redis's keyspace notifications (`notify-keyspace-events Ex`)."""

    def __init__(self, redis: Redis, publisher: ExpiryPublisher) -> None:
        self._redis = redis
        self._publisher = publisher
        self._heard: asyncio.Queue[str] = asyncio.Queue()

    async def run(self) -> None:
        """Listen until cancelled; what is said while Redis is away is left to the sweeper."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(_PUBLISHING_AT_ONCE):
                tasks.create_task(self._publish_heard())
            tasks.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            try:
                async for key in redis.messages(self._redis, "__keyevent@*__:expired"):
                    if key.startswith(KEY_PREFIX):
                        self._heard.put_nowait(key.removeprefix(KEY_PREFIX))
            except REDIS_AWAY as error:
                log.warning("expiry_listener_waits", error=repr(error))
                await asyncio.sleep(1)

    async def _publish_heard(self) -> None:
        while True:
            token_hash = await self._heard.get()
            with correlated(current_correlation_id()):
                try:
                    await self._publisher.publish(token_hash)
                except (Unavailable, *REDIS_AWAY) as error:
                    log.warning("expiry_left_to_sweeper", error=repr(error))


class ExpirySweeper:
    """Reconciles MongoDB with Redis: what is past its expiry has ended, or was used since.

    After Redis was started empty, every session is looked at and not only those.
    """

    def __init__(
        self,
        redis: Redis,
        records: SessionRecords,
        live: LiveSessions,
        publisher: ExpiryPublisher,
        clock: Clock,
    ) -> None:
        self._redis = redis
        self._records = records
        self._live = live
        self._publisher = publisher
        self._clock = clock

    async def sweep(self) -> None:
        """Reconcile all that is to be; Unavailable, or what the clients raise, when it cannot."""
        reconciled = await self._redis.exists(_RECONCILED)
        moment = self._clock.now() if reconciled else None
        last: str | None = None
        # By id, page by page: a record goes only when the consumer is done with it, and the
        # sweep must not look at the same ones over and over until then.
        while page := await self._records.past(moment, last, _SWEEP_BATCH):
            await self._reconcile(page)
            last = page[-1].id
        if not reconciled:
            await self._redis.set(_RECONCILED, "yes")

    async def _reconcile(self, sessions: Sequence[Session]) -> None:
        left = await self._live.remaining([session.token_hash for session in sessions])
        places = asyncio.Semaphore(_PUBLISHING_AT_ONCE)

        async def reconcile(session: Session, remaining: timedelta | None) -> None:
            async with places:
                if remaining is None:
                    await self._publisher.publish(session.token_hash)
                else:
                    await self._records.postpone_expiry(session.id, self._clock.now() + remaining)

        outcomes = await asyncio.gather(
            *(reconcile(*each) for each in zip(sessions, left, strict=True)),
            return_exceptions=True,
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
