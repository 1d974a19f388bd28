"""Consuming from Kafka, at least once, with a dead-letter topic for each topic."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

from shared.backoff import Backoff
from shared.errors import Unavailable
from shared.messaging.envelope import Envelope, MalformedEvent
from shared.messaging.inbox import Inbox
from shared.messaging.publisher import KafkaPublisher
from shared.messaging.subscriptions import AnySubscription
from shared.storage.unavailability import unavailability
from shared.telemetry.correlation import correlated

log = structlog.get_logger(__name__)

DEAD_LETTER_SUFFIX = ".dlq"
REASON_HEADER = "dead-letter-reason"
"""The header of a dead letter that says why no handler could process it."""

_WAIT_MS = 1_000
_BATCH = 100
_RETRY = Backoff(timedelta(seconds=0.2), timedelta(seconds=1.6))
_RECONNECT = Backoff(timedelta(seconds=0.2), timedelta(seconds=5))


class KafkaConsumer:
    """Hands each event of some topics to its handler, at least once, in order by partition.

    A message is committed after its handler returned, together with those that were fetched with
    it: one commit for each would cost more than most handlers.

    - A handler that raises because a part is unavailable or busy is tried again until it succeeds.
    - Any other failure counts against the message. After `attempts` failures it goes to the
      topic's dead-letter topic, so one bad message never blocks those behind it.
    - A malformed message goes to the dead-letter topic at once.

    `shared/messaging/redeliver.py` puts dead letters back.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        *,
        group: str,
        subscriptions: Sequence[AnySubscription],
        publisher: KafkaPublisher,
        inbox: Inbox,
        attempts: int = 5,
        session: timedelta = timedelta(seconds=10),
    ) -> None:
        """`session` is how long the broker keeps partitions for a consumer that has gone silent."""
        self._bootstrap_servers = bootstrap_servers
        self._group = group
        self._subscriptions = {each.topic: each for each in subscriptions}
        self._publisher = publisher
        self._inbox = inbox
        self._attempts = attempts
        self._session_ms = round(session.total_seconds() * 1000)

    async def run(self) -> None:
        """Consume until cancelled; reconnect for as long as the broker is unavailable."""
        failures = 0
        while True:
            consumer = AIOKafkaConsumer(
                *self._subscriptions,
                bootstrap_servers=self._bootstrap_servers,
                group_id=self._group,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                session_timeout_ms=self._session_ms,
                # Two heartbeats may be lost.
                heartbeat_interval_ms=self._session_ms // 3,
            )
            try:
                await consumer.start()
                failures = 0
                while True:
                    fetched = await consumer.getmany(timeout_ms=_WAIT_MS, max_records=_BATCH)
                    if fetched:
                        await asyncio.gather(*map(self._handle_partition, fetched.values()))
                        await consumer.commit()
            except (KafkaError, Unavailable, OSError) as error:
                failures += 1
                log.warning("consumer_disconnected", group=self._group, error=repr(error))
                await asyncio.sleep(_RECONNECT.pause(failures).total_seconds())
            finally:
                await consumer.stop()

    async def _handle_partition(self, records: "Sequence[ConsumerRecord[bytes, bytes]]") -> None:
        """Handle one partition's messages in their order."""
        for record in records:
            await self._handle(record)

    async def _handle(self, record: "ConsumerRecord[bytes, bytes]") -> None:
        failures = waits = 0
        while True:
            try:
                await self._deliver(record)
                return
            except MalformedEvent as malformed:
                await self._bury(record, str(malformed))
                return
            except Exception as error:  # any failure at all: it must not block the partition
                if (transient := unavailability(error)) is not None:
                    waits += 1
                    log.warning("handler_waits", topic=record.topic, part=transient.part)
                else:
                    failures += 1
                    log.exception("handler_failed", topic=record.topic, attempt=failures)
                if failures >= self._attempts:
                    await self._bury(record, repr(error))
                    return
            await asyncio.sleep(_RETRY.pause(failures + waits).total_seconds())

    async def _deliver(self, record: "ConsumerRecord[bytes, bytes]") -> None:
        envelope = Envelope.from_json(record.value or b"")
        subscription = self._subscriptions[record.topic]
        received = subscription.read(envelope)
        with correlated(envelope.correlation_id):
            if subscription.uses_inbox:
                await self._inbox.once(envelope.id, lambda: subscription.handle(received))
            else:
                await subscription.handle(received)

    async def _bury(self, record: "ConsumerRecord[bytes, bytes]", reason: str) -> None:
        """Move a message to the dead-letter topic and log an error: its effect has not happened."""
        # A lone surrogate from the message itself cannot be sent.
        reason = reason[:500].encode(errors="replace").decode()
        await self._publisher.publish_copy(
            record.topic + DEAD_LETTER_SUFFIX, record, {REASON_HEADER: reason}
        )
        try:
            event_id = Envelope.from_json(record.value or b"").id
        except MalformedEvent:
            event_id = None
        log.error(
            "dead_letter",
            topic=record.topic,
            key=(record.key or b"").decode(errors="replace"),
            event_id=event_id,
            partition=record.partition,
            offset=record.offset,
            reason=reason,
        )
