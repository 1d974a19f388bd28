"""`python -m shared.messaging.redeliver TOPIC --servers HOST:PORT` puts dead letters back.

Run it when the fault that buried them is mended. Every consumer of the topic receives them again;
consumers that handled them before have no second effect.
"""

import argparse
import asyncio
import sys

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from shared.errors import Unavailable
from shared.messaging.consumer import DEAD_LETTER_SUFFIX
from shared.messaging.publisher import KafkaPublisher


async def redeliver(bootstrap_servers: str, topic: str) -> int:
    """Publish the dead letters of `topic` to `topic` again, and return how many there were.

    It covers the messages that were there when it started and were not put back before. After
    Unavailable or KafkaError, the next call continues where this one stopped.
    """
    dead_letters = topic + DEAD_LETTER_SUFFIX
    publisher = KafkaPublisher(bootstrap_servers, idempotent=False)
    consumer = AIOKafkaConsumer(
        dead_letters,
        bootstrap_servers=bootstrap_servers,
        group_id=f"redeliver {topic}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    count = 0
    try:
        await consumer.start()
        while not (partitions := consumer.assignment()):
            await consumer.getmany(timeout_ms=100)
        ends = await consumer.end_offsets(partitions)
        while [each for each in partitions if await consumer.position(each) < ends[each]]:
            for partition, records in (await consumer.getmany(timeout_ms=1_000)).items():
                for record in records:
                    if record.offset < ends[partition]:
                        await publisher.publish_copy(topic, record)
                        await consumer.commit({partition: record.offset + 1})
                        count += 1
    finally:
        await consumer.stop()
        await publisher.close()
    return count


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m shared.messaging.redeliver", description=__doc__
    )
    parser.add_argument("topic", metavar="TOPIC", help="such as catalog.showtime.cancelled.v1")
    parser.add_argument("--servers", required=True, metavar="HOST:PORT", help="the Kafka brokers")
    arguments = parser.parse_args()
    try:
        count = asyncio.run(redeliver(arguments.servers, arguments.topic))
    except (Unavailable, KafkaError) as error:
        sys.exit(f"{error!r}\nRun the same command again to continue.")
    print(f"{count} messages were put back into {arguments.topic}.")


if __name__ == "__main__":
    main()
