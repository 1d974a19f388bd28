"""GraphQL over WebSockets: how large answers may be, and how many operations run at once."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.types import Message
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from shared.admission.line import Line
from shared.admission.priority import Priority
from shared.graphql.endpoint import MAX_ANSWER_BYTES, MAX_SOCKET_OPERATIONS
from tests.unit.shared.graphql.toy_endpoint import PATH, TOO_LARGE, new_app


class Socket:
    """A WebSocket to the endpoint, by ASGI's messages."""

    def __init__(self) -> None:
        self.line = Line()
        self._sent: asyncio.Queue[Message] = asyncio.Queue()
        self._sent.put_nowait({"type": "websocket.connect"})
        self._received: asyncio.Queue[Message] = asyncio.Queue()
        self.scope = {
            "type": "websocket",
            "path": PATH,
            "headers": [],
            "subprotocols": [GRAPHQL_TRANSPORT_WS_PROTOCOL],
        }

    async def run(self) -> None:
        await new_app(self.line)(self.scope, self._sent.get, self._received.put)

    def send(self, **message: object) -> None:
        self._sent.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def subscribe(self, id: str, query: str) -> None:
        self.send(id=id, type="subscribe", payload={"query": query})

    def disconnect(self) -> None:
        self._sent.put_nowait({"type": "websocket.disconnect", "code": 1000})

    async def receive(self) -> dict[str, Any]:
        while "text" not in (message := await asyncio.wait_for(self._received.get(), 5)):
            pass
        return json.loads(message["text"])


@pytest.fixture
async def socket() -> AsyncIterator[Socket]:
    socket = Socket()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(socket.run())
        socket.send(type="connection_init")
        assert (await socket.receive())["type"] == "connection_ack"
        yield socket
        socket.disconnect()


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


async def test_what_begins_on_a_socket_is_shed_while_there_is_no_room(socket: Socket) -> None:
    slots = [slot for _ in range(40) if (slot := socket.line.enter(Priority.LAST))]
    socket.subscribe("1", "subscription { long(length: 1) }")
    message = await socket.receive()
    assert (message["id"], message["type"]) == ("1", "error")
    [error] = message["payload"]
    assert error["extensions"] == {"code": "SERVICE_OVERLOADED", "retryAfterSeconds": 1}
    socket.line.leave(slots[0])
    # What lasts takes no slot.
    for id in ("2", "3", "4"):
        socket.subscribe(id, "subscription { nothing }")
    socket.subscribe("5", "subscription { long(length: 1) }")
    assert (await socket.receive())["type"] == "next"
