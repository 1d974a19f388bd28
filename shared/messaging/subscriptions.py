"""Which events a consumer reads, as which dataclass, and what handles them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from shared.messaging.envelope import Envelope
from shared.messaging.event import Event

EventType = TypeVar("EventType", bound=Event)


@dataclass(frozen=True, slots=True)
class Received(Generic[EventType]):
    """An event as it arrived: its id, when it occurred, and its data."""

    id: str
    occurred_at: datetime
    event: EventType


Handler = Callable[[Received[EventType]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Subscription(Generic[EventType]):
    """A handler of one kind of event; `uses_inbox` gives each event its effect once."""

    event_type: type[EventType]
    handle: Handler[EventType]
    uses_inbox: bool

    @property
    def topic(self) -> str:
        return self.event_type.TOPIC

    def read(self, envelope: Envelope) -> Received[EventType]:
        """Read the envelope's data. Raises MalformedEvent when it is no such event."""
        return Received(envelope.id, envelope.occurred_at, envelope.read(self.event_type))


AnySubscription = Subscription[Any]


def on(event_type: type[EventType], handle: Handler[EventType]) -> Subscription[EventType]:
    """Subscribe a handler that is idempotent by itself: one conditional write, for example."""
    return Subscription(event_type, handle, uses_inbox=False)


def once(event_type: type[EventType], handle: Handler[EventType]) -> Subscription[EventType]:
    """Subscribe a handler through the inbox, which records each event after its effect."""
    return Subscription(event_type, handle, uses_inbox=True)
