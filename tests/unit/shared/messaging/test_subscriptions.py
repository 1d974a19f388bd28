"""A subscription: an event's dataclass, its handler, and whether the inbox is used."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from shared.messaging.envelope import Envelope, MalformedEvent
from shared.messaging.subscriptions import Received, on, once

NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counted:
    TOPIC: ClassVar[str] = "test.counted.v1"

    number: int

    @property
    def key(self) -> str:
        return "counter"


async def _handle(received: Received[Counted]) -> None: ...


def _envelope(data: dict[str, object]) -> Envelope:
    return Envelope("evt_1", Counted.TOPIC, "counter", NOW, "cor_1", data)


def test_the_topic_is_the_events() -> None:
    assert on(Counted, _handle).topic == once(Counted, _handle).topic == "test.counted.v1"


def test_only_once_uses_the_inbox() -> None:
    assert once(Counted, _handle).uses_inbox
    assert not on(Counted, _handle).uses_inbox


def test_a_handler_receives_the_id_the_time_and_the_event() -> None:
    received = on(Counted, _handle).read(_envelope({"number": 7}))
    assert received == Received("evt_1", NOW, Counted(7))


def test_data_of_another_shape_is_malformed() -> None:
    with pytest.raises(MalformedEvent, match="number: Field required"):
        on(Counted, _handle).read(_envelope({"count": 7}))
