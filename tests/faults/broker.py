"""Read Kafka: its messages and the consumers' lag."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from dev.bootstrap.kafka import EVENTS

CONSUMERS = {
    "catalog": "booking.",
    "booking-inventories": "catalog.",
    "booking-accounts": "account.deleted.",
    "payment-account-deletions": "account.deleted.",
}
"""Consumer groups that read other services' events, with the prefix of their topics."""
Message = ConsumerRecord[bytes, bytes]


class Broker:
    """A client of one broker."""

    def __init__(self, servers: str) -> None:
        self._servers = servers

    async def messages(self) -> list[Message]:
        """Return every event in Kafka."""
        found: list[Message] = []
        async with self._reader() as consumer:
            partitions = consumer.assignment()
            ends = await consumer.end_offsets(partitions)
            while [each for each in partitions if await consumer.position(each) < ends[each]]:
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    found += records
        return found

    async def publish(self, topic: str, value: bytes, key: bytes | None = None) -> None:
        """Publish a message unchanged."""
        producer = AIOKafkaProducer(bootstrap_servers=self._servers, acks="all")
        await producer.start()
        try:
            await producer.send_and_wait(topic, value, key=key)
        finally:
            await producer.stop()

    async def behind(self) -> int:
        """Return how many messages the consumers have not handled yet."""
        async with self._reader() as consumer:
            partitions = consumer.assignment()
            # Ends are read last: a message that arrives in between counts as not handled.
            handled = await asyncio.gather(
                *(
                    self._handled(group, [each for each in partitions if each.topic.startswith(of)])
                    for group, of in CONSUMERS.items()
                )
            )
            ends = await consumer.end_offsets(partitions)
        return sum(ends[where] - count for each in handled for where, count in each.items())

    async def _handled(
        self, group: str, partitions: Sequence[TopicPartition]
    ) -> dict[TopicPartition, int]:
        """Return a group's committed offset in each partition."""
        # With partitions assigned by hand this consumer does not join the group.
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._servers, group_id=group, enable_auto_commit=False
        )
        await consumer.start()
        try:
            consumer.assign(partitions)
            return {each: await consumer.committed(each) or 0 for each in partitions}
        finally:
            await consumer.stop()

    @asynccontextmanager
    async def _reader(self) -> AsyncGenerator[AIOKafkaConsumer]:
        """Start a consumer without a group that reads every partition from the beginning."""
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
