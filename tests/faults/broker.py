"""What is in Kafka, and how far the consumers are."""

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

    async def behind(self) -> int:
        """How many messages the consumers have not handled yet."""
        async with self._reader() as consumer:
            partitions = consumer.assignment()
            # The ends afterwards: what comes in between counts as not handled, and never as less.
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
        """How far a group has come in each of its partitions."""
        # Assigned by hand it reads what the group has committed, and is no member of it.
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
