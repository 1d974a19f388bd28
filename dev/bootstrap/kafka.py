"""Prepares Kafka: one topic for each event, and its dead-letter topic."""

from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

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
_DEAD_LETTERS = ".dlq"
TOPICS = tuple(topic for event in EVENTS for topic in (event, event + _DEAD_LETTERS))
_PARTITIONS = 3
_REPLICAS = 3
"""Copies of each message; fewer when there are fewer brokers."""
_EVENT_BOUNDS = {"max.message.bytes": "1000000"}
_DEAD_LETTER_BOUNDS = {
    # Kafka's default: room for any event and for the header that says why it is here.
    "max.message.bytes": "1048588",
    # Dead letters are kept until somebody has handled them, however long that takes, unless
    # there are so many that they fill the disk: then the oldest go.
    "retention.ms": "-1",
    "retention.bytes": str(256 * 1024 * 1024),
}


async def prepare(bootstrap_servers: str) -> None:
    """Create the topics that are missing."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, request_timeout_ms=10_000)
    try:
        await admin.start()
        missing = set(TOPICS) - set(await admin.list_topics())
        if missing:
            brokers = len((await admin.describe_cluster())["brokers"])
            replicas = min(_REPLICAS, brokers)
            topics = [
                NewTopic(name, _PARTITIONS, replicas, topic_configs=dict(bounds_of(name)))
                for name in sorted(missing)
            ]
            refuse_failures((await admin.create_topics(topics)).topic_errors)
    except (KafkaError, OSError) as error:
        raise StackError(f"Kafka cannot be prepared at {bootstrap_servers}: {error!r}") from error
    finally:
        await admin.close()


def bounds_of(topic: str) -> Mapping[str, str]:
    """Return the topic's settings that bound its messages, in Kafka's own names."""
    return _DEAD_LETTER_BOUNDS if topic.endswith(_DEAD_LETTERS) else _EVENT_BOUNDS


def refuse_failures(results: Iterable[tuple[Any, ...]]) -> None:
    """Raise StackError for a topic that was not created; the client itself ignores results."""
    for topic, code, *_ in results:
        failure = for_code(code)
        if code and failure is not TopicAlreadyExistsError:
            raise StackError(f"Kafka did not create the topic {topic}: {failure.__name__}.")
