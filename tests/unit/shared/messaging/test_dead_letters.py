"""Which messages become dead letters, when, and with which reason."""

from datetime import timedelta
from typing import Any

import pytest

from shared.backoff import Backoff
from shared.messaging import consumer as module
from shared.messaging.consumer import REASON_HEADER
from shared.messaging.subscriptions import on, once
from tests.unit.shared.messaging.consumption import (
    Consumption,
    Counted,
    EncodingPublisher,
    Handler,
    Record,
    counted,
)

MALFORMED = {
    "not JSON": (b"no json", "not an event envelope"),
    "not an envelope": (b"{}", "not an event envelope"),
    "no value": (None, "not an event envelope"),
    "missing field": (counted(1).replace(b"number", b"amount"), "number: Field required"),
    "wrong type": (counted(1).replace(b":1}", b':"many"}'), "number: Input should be a valid int"),
}


@pytest.mark.parametrize(("value", "reason"), MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.parametrize("subscribe", [on, once], ids=["on", "once"])
async def test_a_malformed_message_is_buried_at_once_with_its_reason(
    consumption: Consumption, subscribe: Any, value: bytes | None, reason: str
) -> None:
    handler = Handler()
    await consumption.of(subscribe(Counted, handler), Record(value), Record(counted(2)))
    assert handler.numbers == [2]
    ((topic, copied, headers),) = consumption.publisher.sent
    assert (topic, copied) == ("test.counted.v1.dlq", value)
    assert headers is not None
    assert reason in headers[REASON_HEADER]
    (line,) = consumption.logged("dead_letter")
    assert line["reason"] == headers[REASON_HEADER]
    assert consumption.logged("handler_failed") == []


async def test_the_log_says_which_message_was_buried(consumption: Consumption) -> None:
    value = counted(1).replace(b"number", b"amount")
    record = Record(value, partition=4, offset=11, key=b"the key")
    await consumption.of(on(Counted, Handler()), record)
    (line,) = consumption.logged("dead_letter")
    assert line["log_level"] == "error"
    assert (line["topic"], line["partition"], line["offset"]) == ("test.counted.v1", 4, 11)
    assert (line["key"], line["event_id"]) == ("the key", "evt_1")


async def test_a_message_without_an_envelope_is_logged_without_an_event_id(
    consumption: Consumption,
) -> None:
    await consumption.of(on(Counted, Handler()), Record(b"\xff", key=None))
    (line,) = consumption.logged("dead_letter")
    assert (line["key"], line["event_id"]) == ("", None)


async def test_a_long_reason_is_cut_in_the_header(consumption: Consumption) -> None:
    handler = Handler(ValueError("x" * 2_000))
    await consumption.of(on(Counted, handler), Record(counted(1)), attempts=1)
    ((_, _, headers),) = consumption.publisher.sent
    assert headers is not None
    assert len(headers[REASON_HEADER]) == 500


async def test_a_message_that_fails_every_attempt_is_buried(consumption: Consumption) -> None:
    handler = Handler(ValueError("first"), ValueError("second"), ValueError("third"))
    await consumption.of(on(Counted, handler), Record(counted(1)), Record(counted(2)))
    assert handler.numbers == [1, 1, 1, 2]
    assert consumption.publisher.sent == [
        ("test.counted.v1.dlq", counted(1), {REASON_HEADER: "ValueError('third')"})
    ]
    assert [line["attempt"] for line in consumption.logged("handler_failed")] == [1, 2, 3]


async def test_a_message_that_fails_and_then_succeeds_is_not_buried(
    consumption: Consumption,
) -> None:
    handler = Handler(ValueError("first"), ValueError("second"))
    await consumption.of(on(Counted, handler), Record(counted(1)))
    assert handler.numbers == [1, 1, 1]
    assert consumption.publisher.sent == []


async def test_a_buried_event_is_not_recorded_in_the_inbox(consumption: Consumption) -> None:
    handler = Handler(*[ValueError("no")] * 3)
    await consumption.of(once(Counted, handler), Record(counted(1)), Record(counted(2)))
    assert consumption.inbox.recorded == ["evt_2"]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(b"[" * 100_000, id="nested too deep"),
        pytest.param(
            counted(1).replace(b"number", b"amount").replace(b"test.counted.v1", b"\\ud800"),
            id="a lone surrogate in the type",
        ),
    ],
)
async def test_no_message_ends_the_consumer(monkeypatch: pytest.MonkeyPatch, value: bytes) -> None:
    monkeypatch.setattr(module, "_RETRY", Backoff(timedelta(0), timedelta(0)))
    consumption = Consumption(monkeypatch, publisher=EncodingPublisher())
    handler = Handler()
    await consumption.of(on(Counted, handler), Record(value), Record(counted(2)))
    assert handler.numbers == [2]
    assert len(consumption.publisher.sent) == 1
