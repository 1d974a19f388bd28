"""Messages are handled in order, and again after a transient failure."""

import asyncio

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from shared.errors import Busy, OutcomePending, Unavailable
from shared.messaging.subscriptions import Received, on, once
from shared.telemetry.correlation import current_correlation_id
from tests.unit.shared.messaging.consumption import (
    Consumption,
    Counted,
    Handler,
    Record,
    counted,
)


async def test_a_partition_is_handled_in_order_and_committed_once(
    consumption: Consumption,
) -> None:
    handler = Handler()
    await consumption.of(on(Counted, handler), *(Record(counted(n)) for n in range(5)))
    assert handler.numbers == [0, 1, 2, 3, 4]
    assert consumption.publisher.sent == []


async def test_a_handler_runs_with_the_correlation_id_of_the_event(
    consumption: Consumption,
) -> None:
    ids: list[str] = []

    async def handle(_received: Received[Counted]) -> None:
        ids.append(current_correlation_id())

    await consumption.of(on(Counted, handle), Record(counted(1)), Record(counted(2)))
    assert ids == ["cor_1", "cor_2"]


TRANSIENT: dict[str, tuple[Exception, str]] = {
    "unavailable": (Unavailable("session store"), "session store"),
    "busy": (Busy("catalog"), "catalog"),
    "pending": (OutcomePending("payment"), "payment"),
    "no database": (AutoReconnect("closed"), "database"),
    "conflict": (
        OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]}),
        "database",
    ),
}


@pytest.mark.parametrize(("failure", "part"), TRANSIENT.values(), ids=TRANSIENT.keys())
async def test_a_transient_failure_is_retried_beyond_all_attempts(
    consumption: Consumption, failure: Exception, part: str
) -> None:
    handler = Handler(*[failure] * 8)
    await consumption.of(on(Counted, handler), Record(counted(1)), Record(counted(2)))
    assert handler.numbers == [1] * 9 + [2]
    assert consumption.publisher.sent == []
    assert [line["part"] for line in consumption.logged("handler_waits")] == [part] * 8


async def test_a_transient_failure_does_not_count_as_an_attempt(consumption: Consumption) -> None:
    handler = Handler(ValueError(), Busy("catalog"), ValueError(), Busy("catalog"))
    await consumption.of(on(Counted, handler), Record(counted(1)))
    assert handler.numbers == [1] * 5
    assert consumption.publisher.sent == []


async def test_once_gives_an_event_its_effect_once(consumption: Consumption) -> None:
    handler = Handler()
    repeated = [Record(counted(1, "evt_a")), Record(counted(1, "evt_a"))]
    await consumption.of(once(Counted, handler), *repeated, Record(counted(1, "evt_b")))
    assert handler.numbers == [1, 1]
    assert consumption.inbox.recorded == ["evt_a", "evt_b"]


async def test_on_hands_over_every_delivery_and_uses_no_inbox(consumption: Consumption) -> None:
    handler = Handler()
    await consumption.of(on(Counted, handler), *[Record(counted(1, "evt_a"))] * 2)
    assert handler.numbers == [1, 1]
    assert consumption.inbox.recorded == []


async def test_a_failing_message_does_not_block_another_partition(
    consumption: Consumption,
) -> None:
    handled: list[int] = []
    second_handled = asyncio.Event()

    async def handle(received: Received[Counted]) -> None:
        if received.event.number == 1 and not second_handled.is_set():
            raise Unavailable("database")
        handled.append(received.event.number)
        second_handled.set()

    await consumption.of(
        on(Counted, handle), Record(counted(1), partition=0), Record(counted(2), partition=1)
    )
    assert handled == [2, 1]
