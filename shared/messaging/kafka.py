"""Kafka: publishing envelopes, and consuming them at least once with a dead-letter topic."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.errors import KafkaError

from shared.errors import Unavailable
from shared.messaging.envelope import Envelope
from shared.storage.unavailability import away
from shared.telemetry.correlation import correlated

log = structlog.get_logger(__name__)

Handler = Callable[[Envelope], Awaitable[None]]
DEAD_LETTER_SUFFIX = ".dlq"
_WAIT_MS = 1_000
_BATCH = 100
_PAUSES_SECONDS = (0.2, 0.4, 0.8, 1.6)


class KafkaPublisher:
    """Publishes envelopes, acknowledged by every in-sync replica before `publish` returns.

    Connects at the first publish, so that a service starts while the broker is away.
    """

    def __init__(self, bootstrap_servers: str, *, idempotent: bool) -> None:
        self._bootstrap_servers = bootstrap_servers
        self._idempotent = idempotent
        self._producer: AIOKafkaProducer | None = None
        self._connecting = asyncio.Lock()

    async def publish(self, envelope: Envelope) -> None:
        """Send `envelope` to its topic; Unavailable when the broker did not take it."""
        await self._send(envelope.topic, envelope.key.encode(), envelope.to_json())

    async def publish_copy(self, topic: str, record: "ConsumerRecord[bytes, bytes]") -> None:
        """Send a message that was received to `topic` as well, byte for byte."""
        await self._send(topic, record.key, record.value or b"")

    async def ping(self) -> None:
        """Return when the broker answers; Unavailable when it does not."""
        try:
            producer = await self._connected()
            await producer.client.force_metadata_update()
        except (KafkaError, TimeoutError, OSError) as error:
            raise Unavailable("event broker") from error

    async def close(self) -> None:
        """Flush and disconnect."""
        if self._producer:
            await self._producer.stop()

    async def _send(self, topic: str, key: bytes | None, value: bytes) -> None:
        try:
            producer = await self._connected()
            await producer.send_and_wait(topic, value, key=key)
        except (KafkaError, TimeoutError, OSError) as error:
            raise Unavailable("event broker") from error

    async def _connected(self) -> AIOKafkaProducer:
        async with self._connecting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    bootstrap_servers=self._bootstrap_servers,
                    enable_idempotence=self._idempotent,
                    acks="all",
                    request_timeout_ms=5_000,
                )
                try:
                    await producer.start()
                except BaseException:
                    await producer.stop()
                    raise
                self._producer = producer
            return self._producer


class KafkaConsumer:
    """Feeds each message of some topics to its handler, at least once, in order by partition.

    A message is committed after its handler returned, together with those that were fetched with
    it: a commit for each would cost more than most handlers. A handler that needs a part which is
    away is tried again until that is back, however long it takes. Any other failure counts as the
    message's own: after `attempts` of them it goes to the topic's dead-letter topic, so that one
    bad message never stops those behind it. `shared/messaging/redeliver.py` puts dead letters back.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        *,
        group: str,
        handlers: Mapping[str, Handler],
        publisher: KafkaPublisher,
        attempts: int = 5,
    ) -> None:
        self._bootstrap_servers = bootstrap_servers
        self._group = group
        self._handlers = handlers
        self._publisher = publisher
        self._attempts = attempts

    async def run(self) -> None:
        """Consume until cancelled; reconnects for as long as the broker is away."""
        pause = 0.2
        while True:
            consumer = AIOKafkaConsumer(
                *self._handlers,
                bootstrap_servers=self._bootstrap_servers,
                group_id=self._group,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
            )
            try:
                await consumer.start()
                pause = 0.2
                while True:
                    fetched = await consumer.getmany(timeout_ms=_WAIT_MS, max_records=_BATCH)
                    if fetched:
                        await asyncio.gather(*map(self._handle_all, fetched.values()))
                        await consumer.commit()
            except (KafkaError, Unavailable, OSError) as error:
                log.warning("consumer_disconnected", group=self._group, error=repr(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5)
            finally:
                await consumer.stop()

    async def _handle_all(self, records: "Sequence[ConsumerRecord[bytes, bytes]]") -> None:
        """One partition's messages, in their order."""
        for record in records:
            await self._handle(record)

    async def _handle(self, record: "ConsumerRecord[bytes, bytes]") -> None:
        attempt = waits = 0
        while True:
            try:
                envelope = Envelope.from_json(record.value or b"")
                with correlated(envelope.correlation_id):
                    await self._handlers[record.topic](envelope)
                return
            except Exception as error:
                if (part_away := away(error)) is not None:
                    log.warning("handler_waits", topic=record.topic, part=part_away.part)
                    waits += 1
                else:
                    # Whatever it is, the message must not block the partition for ever.
                    attempt += 1
                    log.exception("handler_failed", topic=record.topic, attempt=attempt)
                if attempt >= self._attempts:
                    await self._publisher.publish_copy(record.topic + DEAD_LETTER_SUFFIX, record)
                    _tell_of_dead_letter(record)
                    return
            await asyncio.sleep(_PAUSES_SECONDS[min(attempt + waits, len(_PAUSES_SECONDS)) - 1])


def _tell_of_dead_letter(record: "ConsumerRecord[bytes, bytes]") -> None:
    """An effect that some other service counts on has not come: somebody has to look."""
    try:
        event_id = Envelope.from_json(record.value or b"").id
    except ValueError:
        event_id = None
    log.error(
        "dead_letter",
        topic=record.topic,
        key=(record.key or b"").decode(errors="replace"),
        event_id=event_id,
        partition=record.partition,
        offset=record.offset,
    )
