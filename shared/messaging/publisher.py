"""Publishing to Kafka."""

import asyncio
from collections.abc import Mapping

from aiokafka import AIOKafkaProducer, ConsumerRecord
from aiokafka.errors import KafkaError

from shared.errors import Unavailable
from shared.messaging.envelope import Envelope

_PART = "event broker"


class KafkaPublisher:
    """Publishes envelopes. Every in-sync replica acknowledges before `publish` returns.

    It connects at the first publish, so a service starts while the broker is unavailable.
    """

    def __init__(self, bootstrap_servers: str, *, idempotent: bool) -> None:
        """`idempotent` turns on Kafka's idempotent producer."""
        self._bootstrap_servers = bootstrap_servers
        self._idempotent = idempotent
        self._producer: AIOKafkaProducer | None = None
        self._connecting = asyncio.Lock()

    async def publish(self, envelope: Envelope) -> None:
        """Send `envelope` to its topic. Raises Unavailable when the broker did not accept it."""
        await self._send(envelope.topic, envelope.key.encode(), envelope.to_json())

    async def publish_copy(
        self,
        topic: str,
        record: "ConsumerRecord[bytes, bytes]",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Send a received message to another topic, byte for byte, with these headers."""
        await self._send(topic, record.key, record.value or b"", headers)

    async def ping(self) -> None:
        """Return when the broker answers; raise Unavailable when it does not."""
        try:
            producer = await self._connected()
            await producer.client.force_metadata_update()
        except (KafkaError, TimeoutError, OSError) as error:
            raise Unavailable(_PART) from error

    async def close(self) -> None:
        """Flush and disconnect."""
        if self._producer:
            await self._producer.stop()

    async def _send(
        self,
        topic: str,
        key: bytes | None,
        value: bytes,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        encoded = [(name, text.encode()) for name, text in (headers or {}).items()]
        try:
            producer = await self._connected()
            await producer.send_and_wait(topic, value, key=key, headers=encoded)
        except (KafkaError, TimeoutError, OSError) as error:
            raise Unavailable(_PART) from error

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
