"""The envelope in which every event travels through Kafka."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar, Protocol, cast

from shared.ids import IdSource


class Event(Protocol):
    """A fact, as a frozen dataclass in a subgraph's `events.py`.

    `TOPIC` is its name and version on the wire; `key` is the aggregate whose events stay in order.
    """

    TOPIC: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event on its way: who it is (`id`), what (`topic`, `data`), about what (`key`), when.

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

    def data_json(self) -> str:
        """The event's own data as JSON."""
        return json.dumps(self.data, default=_encode, separators=(",", ":"))

    def to_json(self) -> bytes:
        """The bytes of a Kafka message's value."""
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
        """Read a Kafka message's value; ValueError when it is not an envelope."""
        try:
            message = json.loads(raw)
            return cls(
                id=message["id"],
                topic=message["type"],
                key=message["key"],
                occurred_at=datetime.fromisoformat(message["occurredAt"]),
                correlation_id=message["correlationId"],
                data=message["data"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not an event envelope") from error


def _camel_keys(value: Any) -> Any:
    # Not by dataclasses.asdict: that copies every value, which for an auditorium's seats takes
    # longer than all else that is done for an event.
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
    """A dataclass's field names, each with its name on the wire; none for any other type."""
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
    raise TypeError(f"{type(value).__name__} has no place in an event")
