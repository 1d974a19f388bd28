"""Kafka: the topics, each with a dead-letter topic."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from dev.errors import StackError

EVENTS = (
    "account.session.expired.v1",
    "account.registered.v1",
    "account.deleted.v1",
    "catalog.showtime.scheduled.v1",
    "catalog.showtime.moved.v1",
    "catalog.showtime.cancelled.v1",
    "booking.confirmed.v1",
    "booking.cancelled.v1",
    "payment.captured.v1",
    "payment.refunded.v1",
)
TOPICS = tuple(topic for event in EVENTS for topic in (event, f"{event}.dlq"))
_PARTITIONS = 3


async def prepare(bootstrap_servers: str) -> None:
    """Create the topics that are missing."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=10_000)
    try:
        await admin.start()
        missing = set(TOPICS) - set(await admin.list_topics())
        await admin.create_topics(
            [NewTopic(topic, _PARTITIONS, replication_factor=1) for topic in sorted(missing)]
        )
    except TopicAlreadyExistsError:
        pass
    except (KafkaError, OSError) as error:
        raise StackError(f"Kafka cannot be prepared at {bootstrap_servers}: {error!r}") from error
    finally:
        await admin.close()
