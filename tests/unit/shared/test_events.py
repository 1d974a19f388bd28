"""Envelopes: what an event looks like on the wire."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, ClassVar

import pytest

from shared.ids import UlidSource
from shared.messaging.envelope import Envelope

NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)


class Colour(StrEnum):
    RED = "RED"


@dataclass(frozen=True, slots=True)
class Part:
    part_number: int
    paint: Colour


@dataclass(frozen=True, slots=True)
class ThingMade:
    TOPIC: ClassVar[str] = "test.thing_made.v1"

    thing_id: str
    made_at: datetime
    first_day: date
    by_part: tuple[Part, ...]
    free_form: dict[str, Any]
    nothing: None = None

    @property
    def key(self) -> str:
        return self.thing_id


def envelope() -> Envelope:
    bogota = timezone(timedelta(hours=-5))
    event = ThingMade(
        "thg_1",
        datetime(2026, 6, 10, 10, tzinfo=bogota),
        date(2026, 6, 10),
        (Part(1, Colour.RED), Part(2, Colour.RED)),
        {"some_name": [Part(3, Colour.RED)]},
    )
    return Envelope.of(event, ids=UlidSource(), now=NOW, correlation_id="cor_1")


def test_names_are_in_camel_case_at_every_depth() -> None:
    assert json.loads(envelope().data_json()) == {
        "thingId": "thg_1",
        "madeAt": "2026-06-10T15:00:00+00:00",
        "firstDay": "2026-06-10",
        "byPart": [{"partNumber": 1, "paint": "RED"}, {"partNumber": 2, "paint": "RED"}],
        "freeForm": {"someName": [{"partNumber": 3, "paint": "RED"}]},
        "nothing": None,
    }


def test_what_is_sent_is_what_is_read() -> None:
    sent = envelope()
    read = Envelope.from_json(sent.to_json())
    assert (read.id, read.topic, read.key) == (sent.id, "test.thing_made.v1", "thg_1")
    assert (read.occurred_at, read.correlation_id) == (NOW, "cor_1")
    assert read.data == json.loads(sent.data_json())


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"id": "evt_1"}', b"\xff"])
def test_what_is_no_envelope_is_told(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        Envelope.from_json(raw)
