"""Publishing one event for each session that expires in Redis.

Every replica gets every notification, so a replica claims an expiry before it publishes it. Redis
repeats no notification, so the sweeper finds in MongoDB the expiries whose notification was lost.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import structlog

from shared.clock import Clock
from shared.errors import TransientFailure
from shared.telemetry.correlation import correlated, current_correlation_id
from subgraphs.account.domain.sessions import Session
from subgraphs.account.events import SessionExpired
from subgraphs.account.ports import (
    EventPublisher,
    ExpiryClaims,
    ExpiryNotifications,
    LiveSessions,
    SessionRecords,
)

log = structlog.get_logger(__name__)

_PUBLISHERS = 64
MOST_HEARD = 10_000
"""How many expiries wait to be published; the sweeper finds those beyond them."""
_SWEEP_BATCH = 500
_RECONNECT_SECONDS = 1.0


class ExpiryPublisher:
    """Publishes the expiries that this replica is the first to claim."""

    def __init__(self, claims: ExpiryClaims, events: EventPublisher) -> None:
        self._claims = claims
        self._events = events

    async def publish(self, token_hash: str) -> None:
        """Publish the expiry unless another replica has claimed it.

        Raises Unavailable after it gave the claim back, so that the sweeper can try again.
        """
        if not await self._claims.claim(token_hash):
            return
        try:
            await self._events.publish(SessionExpired(token_hash))
        except TransientFailure:
            await self._claims.give_back(token_hash)
            raise
        await self._claims.keep(token_hash)


class ExpiryListener:
    """Publishes the expiries of which the session store sends notifications."""

    def __init__(self, notifications: ExpiryNotifications, publisher: ExpiryPublisher) -> None:
        self._notifications = notifications
        self._publisher = publisher
        self._heard: asyncio.Queue[str] = asyncio.Queue(MOST_HEARD)

    async def run(self) -> None:
        """Listen until cancelled; the sweeper finds the expiries during an outage."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(_PUBLISHERS):
                tasks.create_task(self._publish_heard())
            tasks.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            try:
                async for token_hash in self._notifications.expired():
                    self._hear(token_hash)
            except TransientFailure as error:
                log.warning("expiry_listener_waits", error=repr(error))
                await asyncio.sleep(_RECONNECT_SECONDS)

    def _hear(self, token_hash: str) -> None:
        # Redis drops a listener that is slow to read, so this does not wait for a place.
        with suppress(asyncio.QueueFull):
            self._heard.put_nowait(token_hash)

    async def _publish_heard(self) -> None:
        while True:
            token_hash = await self._heard.get()
            with correlated(current_correlation_id()):
                try:
                    await self._publisher.publish(token_hash)
                except TransientFailure as error:
                    log.warning("expiry_left_to_sweeper", error=repr(error))


class ExpirySweeper:
    """Reconciles the records in MongoDB with Redis.

    The session of an overdue record has expired or was used since. After Redis was started empty
    the sweeper checks every record.
    """

    def __init__(
        self,
        claims: ExpiryClaims,
        records: SessionRecords,
        live: LiveSessions,
        publisher: ExpiryPublisher,
        clock: Clock,
    ) -> None:
        self._claims = claims
        self._records = records
        self._live = live
        self._publisher = publisher
        self._clock = clock

    async def sweep(self) -> None:
        """Reconcile all overdue records. Raises Unavailable when a part cannot be reached."""
        reconciled = await self._claims.is_reconciled()
        moment = self._clock.now() if reconciled else None
        last: str | None = None
        # Pages by id, because a record stays until the consumer deletes it: a sweep must read it
        # once only.
        while page := await self._records.expiring_before(moment, last, _SWEEP_BATCH):
            await self._reconcile(page)
            last = page[-1].id
        if not reconciled:
            await self._claims.set_reconciled()

    async def _reconcile(self, sessions: Sequence[Session]) -> None:
        left = await self._live.remaining([session.token_hash for session in sessions])
        places = asyncio.Semaphore(_PUBLISHERS)

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
