"""What is in Kafka, and how far the consumers are."""

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from dev.bootstrap.kafka import EVENTS

CONSUMERS = {
    "booking-inventories": "catalog.",
    "booking-accounts": "account.deleted.",
    "payment-account-deletions": "account.deleted.",
}
"""The groups of booking and payment, with how the names of their topics begin."""
Message = ConsumerRecord[bytes, bytes]


class Broker:
    """One broker, by its bootstrap servers."""

    def __init__(self, servers: str) -> None:
        self._servers = servers

    async def messages(self) -> list[Message]:
        """Every event that is kept."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self._servers, enable_auto_commit=False)
        found: list[Message] = []
        await consumer.start()
        try:
            partitions = await _partitions(consumer)
            consumer.assign(partitions)
            ends = await consumer.end_offsets(partitions)
            for partition in partitions:
                consumer.seek(partition, 0)
            while [each for each in partitions if await consumer.position(each) < ends[each]]:
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    found += records
        finally:
            await consumer.stop()
        return found

    async def send(self, messages: list[Message]) -> None:
        """Publish these once more, in this order."""
        producer = AIOKafkaProducer(bootstrap_servers=self._servers, acks="all")
        await producer.start()
        try:
            for message in messages:
                await producer.send_and_wait(message.topic, message.value, key=message.key)
        finally:
            await producer.stop()

    async def behind(self) -> int:
        """How many messages the consumers of booking and payment have not handled yet."""
        behind = 0
        for group, topics in CONSUMERS.items():
            # Assigned by hand it reads what the group has committed, and is no member of it.
            consumer = AIOKafkaConsumer(
                bootstrap_servers=self._servers, group_id=group, enable_auto_commit=False
            )
            await consumer.start()
            try:
                partitions = [
                    each for each in await _partitions(consumer) if each.topic.startswith(topics)
                ]
                consumer.assign(partitions)
                for partition, end in (await consumer.end_offsets(partitions)).items():
                    behind += end - (await consumer.committed(partition) or 0)
            finally:
                await consumer.stop()
        return behind


async def _partitions(consumer: AIOKafkaConsumer) -> list[TopicPartition]:
    await consumer.topics()
    return [
        TopicPartition(topic, number)
        for topic in EVENTS
        for number in consumer.partitions_for_topic(topic) or ()
    ]
