"""What is in Kafka, and how far the consumers are."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from dev.bootstrap.kafka import EVENTS

CONSUMERS = {
    "catalog": "booking.",
    "booking-inventories": "catalog.",
    "booking-accounts": "account.deleted.",
    "payment-account-deletions": "account.deleted.",
}
"""The groups that read others' events, with how the names of their topics begin."""
Message = ConsumerRecord[bytes, bytes]


class Broker:
    """One broker, by its bootstrap servers."""

    def __init__(self, servers: str) -> None:
        self._servers = servers

    async def messages(self) -> list[Message]:
        """Every event that is kept."""
        found: list[Message] = []
        async with self._reader() as consumer:
            partitions = consumer.assignment()
            ends = await consumer.end_offsets(partitions)
            while [each for each in partitions if await consumer.position(each) < ends[each]]:
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    found += records
        return found

    async def publish(self, topic: str, value: bytes, key: bytes | None = None) -> None:
        """Put this there as it is."""
        producer = AIOKafkaProducer(bootstrap_servers=self._servers, acks="all")
        await producer.start()
        try:
            await producer.send_and_wait(topic, value, key=key)
        finally:
            await producer.stop()

    async def send(self, messages: list[Message]) -> None:
        """Publish these once more, in this order."""
        for message in messages:
            await self.publish(message.topic, message.value or b"", message.key)

    async def behind(self) -> int:
        """How many messages the consumers have not handled yet."""
        async with self._reader() as consumer:
            ends = await consumer.end_offsets(consumer.assignment())
        behind = 0
        for group, topics in CONSUMERS.items():
            # Assigned by hand it reads what the group has committed, and is no member of it.
            consumer = AIOKafkaConsumer(
                bootstrap_servers=self._servers, group_id=group, enable_auto_commit=False
            )
            await consumer.start()
            try:
                own = [partition for partition in ends if partition.topic.startswith(topics)]
                consumer.assign(own)
                for partition in own:
                    behind += ends[partition] - (await consumer.committed(partition) or 0)
            finally:
                await consumer.stop()
        return behind

    @asynccontextmanager
    async def _reader(self) -> AsyncGenerator[AIOKafkaConsumer]:
        """A consumer in no group, which is given every partition from the first message on."""
        consumer = AIOKafkaConsumer(
            *EVENTS,
            bootstrap_servers=self._servers,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        await consumer.start()
        try:
            yield consumer
        finally:
            await consumer.stop()
