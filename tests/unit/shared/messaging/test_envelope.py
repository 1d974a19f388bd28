"""Envelopes: how an event is written to a message and read from one."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, ClassVar

import pytest

from shared.ids import UlidSource
from shared.messaging.envelope import Envelope, MalformedEvent

NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


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


@dataclass(frozen=True, slots=True)
class PartsOfThing:
    """Another service's view of the same event, with the fields that it needs."""

    TOPIC: ClassVar[str] = "test.thing_made.v1"

    thing_id: str
    made_at: datetime
    first_day: date
    by_part: tuple[Part, ...]
    remark: str | None = None

    @property
    def key(self) -> str:
        return self.thing_id


def _thing_made() -> Envelope:
    bogota = timezone(timedelta(hours=-5))
    event = ThingMade(
        "thg_1",
        datetime(2026, 6, 10, 10, tzinfo=bogota),
        date(2026, 6, 10),
        (Part(1, Colour.RED), Part(2, Colour.RED)),
        {"some_name": [Part(3, Colour.RED)]},
    )
    return Envelope.of(event, ids=UlidSource(), now=NOW, correlation_id="cor_1")


DATA: dict[str, Any] = {
    "thingId": "thg_1",
    "madeAt": "2026-06-10T15:00:00+00:00",
    "firstDay": "2026-06-10",
    "byPart": [{"partNumber": 1, "paint": "RED"}, {"partNumber": 2, "paint": "BLUE"}],
}


def _received(data: Any) -> Envelope:
    return Envelope("evt_1", "test.thing_made.v1", "thg_1", NOW, "cor_1", data)


def test_names_are_in_camel_case_at_every_depth() -> None:
    assert json.loads(_thing_made().data_json()) == {
        "thingId": "thg_1",
        "madeAt": "2026-06-10T15:00:00+00:00",
        "firstDay": "2026-06-10",
        "byPart": [{"partNumber": 1, "paint": "RED"}, {"partNumber": 2, "paint": "RED"}],
        "freeForm": {"someName": [{"partNumber": 3, "paint": "RED"}]},
        "nothing": None,
    }


def test_an_envelope_is_read_as_it_was_sent() -> None:
    sent = _thing_made()
    read = Envelope.from_json(sent.to_json())
    assert (read.id, read.topic, read.key) == (sent.id, "test.thing_made.v1", "thg_1")
    assert (read.occurred_at, read.correlation_id) == (NOW, "cor_1")
    assert read.data == json.loads(sent.data_json())


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"1", id="a number"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b'{"id": "evt_1"}', id="an id alone"),
        pytest.param(b"\xff", id="not UTF-8"),
        pytest.param(
            b'{"id":"1","type":"t","key":"k","occurredAt":"noon","correlationId":"c","data":{}}',
            id="not a time",
        ),
        pytest.param(
            b'{"id":"1","type":"t","key":"k","occurredAt":5,"correlationId":"c","data":{}}',
            id="a number for a time",
        ),
    ],
)
def test_a_message_that_is_not_an_envelope_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedEvent, match="not an event envelope"):
        Envelope.from_json(raw)


def test_nested_tuples_dates_and_enums_are_read_as_their_types() -> None:
    assert _received(DATA).read(PartsOfThing) == PartsOfThing(
        "thg_1",
        datetime(2026, 6, 10, 15, tzinfo=UTC),
        date(2026, 6, 10),
        (Part(1, Colour.RED), Part(2, Colour.BLUE)),
    )


def test_an_event_is_read_as_it_was_sent() -> None:
    sent = _thing_made()
    event = Envelope.from_json(sent.to_json()).read(ThingMade)
    assert (event.thing_id, event.made_at, event.first_day) == ("thg_1", NOW, date(2026, 6, 10))
    assert event.by_part == (Part(1, Colour.RED), Part(2, Colour.RED))
    assert event.free_form == {"some_name": [{"part_number": 3, "paint": "RED"}]}


def test_fields_that_the_reader_does_not_know_are_ignored() -> None:
    part = {"partNumber": 1, "paint": "RED", "weightInGrams": 5}
    data = DATA | {"byPart": [part], "freeForm": {"a": 1}, "addedLater": [True]}
    assert _received(data).read(PartsOfThing).by_part == (Part(1, Colour.RED),)


def test_a_field_with_a_default_may_be_missing() -> None:
    assert _received(DATA).read(PartsOfThing).remark is None
    assert _received(DATA | {"remark": "late"}).read(PartsOfThing).remark == "late"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        pytest.param(
            {name: DATA[name] for name in DATA if name != "thingId"}, "thing_id", id="missing"
        ),
        pytest.param(DATA | {"thingId": None}, "thing_id", id="null"),
        pytest.param(DATA | {"thingId": 5}, "thing_id", id="a number for a text"),
        pytest.param(DATA | {"madeAt": "noon"}, "made_at", id="not a time"),
        pytest.param(DATA | {"firstDay": "2026-02-30"}, "first_day", id="not a day"),
        pytest.param(DATA | {"byPart": "all"}, "by_part", id="a text for a list"),
        pytest.param(
            DATA | {"byPart": [{"partNumber": 1}]}, "by_part.0.paint", id="missing in a part"
        ),
        pytest.param(
            DATA | {"byPart": [{"partNumber": 1, "paint": "PINK"}]},
            "by_part.0.paint",
            id="unknown enum value",
        ),
        pytest.param(
            DATA | {"byPart": [{"partNumber": "x", "paint": "RED"}]},
            "by_part.0.part_number",
            id="a text for a number",
        ),
    ],
)
def test_a_missing_or_wrong_field_is_named(data: dict[str, Any], field: str) -> None:
    with pytest.raises(MalformedEvent) as malformed:
        _received(data).read(PartsOfThing)
    assert str(malformed.value).startswith(f"not a test.thing_made.v1: {field}: ")


@pytest.mark.parametrize("data", [None, "text", 5, []], ids=["null", "text", "number", "list"])
def test_data_that_is_not_an_object_is_malformed(data: object) -> None:
    with pytest.raises(MalformedEvent, match=r"^not a test\.thing_made\.v1: "):
        _received(data).read(PartsOfThing)


def test_the_reason_names_every_wrong_field() -> None:
    with pytest.raises(MalformedEvent) as malformed:
        _received({}).read(PartsOfThing)
    for field in ("thing_id", "made_at", "first_day", "by_part"):
        assert f"{field}: Field required" in str(malformed.value)


def test_the_reason_does_not_repeat_the_data() -> None:
    with pytest.raises(MalformedEvent) as malformed:
        _received(DATA | {"madeAt": "a private remark"}).read(PartsOfThing)
    assert "a private remark" not in str(malformed.value)
