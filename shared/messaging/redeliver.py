"""`python -m shared.messaging.redeliver TOPIC --servers HOST:PORT` puts dead letters back.

For when the fault that put them aside is mended. Every consumer of the topic hears them again, and
those that have taken them before have no second effect.
"""

import argparse
import asyncio
import sys

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from shared.errors import Unavailable
from shared.messaging.kafka import DEAD_LETTER_SUFFIX, KafkaPublisher


async def redeliver(bootstrap_servers: str, topic: str) -> int:
    """Put back what is in the dead-letter topic of `topic` by now and was not put back before.

    How many messages it was. Raises Unavailable, or KafkaError: what was put back stays so, and
    the next call goes on from there. What fails again comes back here, and is left for that.
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
        sys.exit(f"{error!r}\nThe same command again goes on from whatever was put back.")
    print(f"{count} messages were put back into {arguments.topic}.")


if __name__ == "__main__":
    main()
