"""GraphQL over WebSockets: how large answers may be, and how many operations run at once."""

from collections.abc import AsyncIterator

import pytest

from shared.admission.line import Line
from shared.admission.priority import Priority
from shared.graphql.endpoint import MAX_ANSWER_BYTES, MAX_SOCKET_OPERATIONS
from tests.unit.shared.graphql.sockets import Socket
from tests.unit.shared.graphql.toy_endpoint import TOO_LARGE, new_app


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
async def socket(line: Line) -> AsyncIterator[Socket]:
    async with Socket(new_app(line)).opened() as socket:
        yield socket


async def test_a_subscriptions_answer_above_the_largest_is_refused(socket: Socket) -> None:
    socket.subscribe("1", f"subscription {{ long(length: {MAX_ANSWER_BYTES}) }}")
    message = await socket.receive()
    assert (message["id"], message["type"], message["payload"]["data"]) == ("1", "next", None)
    assert message["payload"]["errors"][0]["extensions"] == TOO_LARGE


async def test_a_socket_has_a_bounded_number_of_operations(socket: Socket) -> None:
    for number in range(MAX_SOCKET_OPERATIONS):
        socket.subscribe(str(number), "subscription { nothing }")
    socket.subscribe("one more", "subscription { nothing }")
    refused = await socket.receive()
    assert (refused["id"], refused["type"]) == ("one more", "error")
    [error] = refused["payload"]
    assert error["extensions"] == {"code": "TOO_MANY_OPERATIONS", "limit": MAX_SOCKET_OPERATIONS}
    socket.send(id="0", type="complete")
    socket.subscribe("another", "{ name }")
    assert (await socket.receive())["payload"]["data"] == {"name": "A"}


async def test_what_begins_on_a_socket_is_shed_while_there_is_no_room(
    socket: Socket, line: Line
) -> None:
    slots = [slot for _ in range(40) if (slot := line.enter(Priority.LAST))]
    socket.subscribe("1", "subscription { long(length: 1) }")
    message = await socket.receive()
    assert (message["id"], message["type"]) == ("1", "error")
    [error] = message["payload"]
    assert error["extensions"] == {"code": "SERVICE_OVERLOADED", "retryAfterSeconds": 1}
    line.leave(slots[0])
    # What lasts takes no slot.
    for id in ("2", "3", "4"):
        socket.subscribe(id, "subscription { nothing }")
    socket.subscribe("5", "subscription { long(length: 1) }")
    assert (await socket.receive())["type"] == "next"


@pytest.mark.parametrize(
    "text",
    [
        *("[]", "null", '"ping"', "{}", '{"type": null}', '{"type": {"$ne": null}}', "[" * 50_000),
        '{"type": "%s"}' % ("x" * 5_000),
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": "x"}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ name"}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": null}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ name }", "variables": []}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ name }", "operationName": 1}}',
        '{"type": "subscribe", "id": ["1"], "payload": {"query": "{ name }"}}',
        '{"type": "subscribe", "id": "\\ud800", "payload": {"query": "{ name }"}}',
        '{"type": "complete", "id": {"a": 1}}',
    ],
)
async def test_what_is_no_message_closes_the_socket(socket: Socket, text: str) -> None:
    socket.send_text(text)
    assert (await socket.closed())["code"] == 4400


async def test_a_reason_that_is_too_long_is_cut(socket: Socket) -> None:
    socket.subscribe("\U0001f3ac" * 500, "subscription { nothing }")
    socket.subscribe("\U0001f3ac" * 500, "subscription { nothing }")
    message = await socket.closed()
    assert message["code"] == 4409
    assert len(message["reason"].encode()) <= 123
