"""The envelope in which every event travels through Kafka."""

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from shared.ids import IdSource
from shared.messaging.event import Event
from shared.rfc3339 import parse_moment

EventType = TypeVar("EventType", bound=Event)


class MalformedEvent(ValueError):
    """A message that is no envelope, or whose data is not the event's; the message says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event on the wire: its id, topic, key, time and data.

    `correlation_id` is that of the request which caused it.
    """

    id: str
    topic: str
    key: str
    occurred_at: datetime
    correlation_id: str
    data: Mapping[str, Any]

    @classmethod
    def of(cls, event: Event, *, ids: IdSource, now: datetime, correlation_id: str) -> "Envelope":
        """Wrap `event`; its data has the event's field names in camelCase, at every depth."""
        return cls(ids.new("evt"), event.TOPIC, event.key, now, correlation_id, _camel_keys(event))

    def read(self, event_type: type[EventType]) -> EventType:
        """Return the data as the reader's own dataclass; fields that it lacks are ignored.

        Raises MalformedEvent when a field is missing or has the wrong type.
        """
        try:
            return _adapter(event_type).validate_python(_snake_keys(self.data))
        except ValidationError as error:
            problems = "; ".join(
                f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
                for each in error.errors(include_url=False, include_input=False)
            )
            raise MalformedEvent(f"not a {self.topic}: {problems}") from None

    def data_json(self) -> str:
        """Return the event's own data as JSON."""
        return json.dumps(self.data, default=_encode, separators=(",", ":"))

    def to_json(self) -> bytes:
        """Return the value of a Kafka message."""
        return json.dumps(
            {
                "id": self.id,
                "type": self.topic,
                "key": self.key,
                "occurredAt": self.occurred_at.isoformat(),
                "correlationId": self.correlation_id,
                "data": self.data,
            },
            default=_encode,
            separators=(",", ":"),
        ).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> "Envelope":
        """Read the value of a Kafka message. Raises MalformedEvent when it is no envelope."""
        try:
            message = json.loads(raw)
            return cls(
                id=message["id"],
                topic=message["type"],
                key=message["key"],
                occurred_at=parse_moment(message["occurredAt"]),
                correlation_id=message["correlationId"],
                data=message["data"],
            )
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise MalformedEvent(f"not an event envelope: {error!r}") from error


@cache
def _adapter(event_type: type[EventType]) -> TypeAdapter[EventType]:
    return TypeAdapter(event_type)


def _snake_keys(value: Any) -> Any:
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        return {_snake(name): _snake_keys(each) for name, each in fields.items()}
    if isinstance(value, list):
        return [_snake_keys(each) for each in cast(list[Any], value)]
    return value


@lru_cache(maxsize=1_000)
def _snake(name: str) -> str:
    return re.sub("([A-Z])", r"_\1", name).lower()


def _camel_keys(value: Any) -> Any:
    # Not by dataclasses.asdict, which copies every value: for an auditorium's seats that takes
    # longer than everything else that is done for an event.
    if names := _fields(value.__class__):
        return {camel: _camel_keys(getattr(value, name)) for name, camel in names}
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        return {_camel(name): _camel_keys(each) for name, each in fields.items()}
    if isinstance(value, list | tuple):
        return [_camel_keys(each) for each in cast(Sequence[Any], value)]
    return value


@cache
def _fields(kind: type) -> Sequence[tuple[str, str]]:
    """Return a dataclass's field names with their names on the wire; none for another type."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple((field.name, _camel(field.name)) for field in dataclasses.fields(kind))


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def _encode(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be part of an event")
