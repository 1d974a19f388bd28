"""A WebSocket to an application, by ASGI's messages."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

from starlette.types import ASGIApp, Message
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from tests.unit.shared.graphql.toy_endpoint import PATH


class Socket:
    def __init__(self, app: ASGIApp, headers: Mapping[str, str] | None = None) -> None:
        self._app = app
        self._sent: asyncio.Queue[Message] = asyncio.Queue()
        self._sent.put_nowait({"type": "websocket.connect"})
        self._received: asyncio.Queue[Message] = asyncio.Queue()
        self.scope = {
            "type": "websocket",
            "path": PATH,
            "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
            "subprotocols": [GRAPHQL_TRANSPORT_WS_PROTOCOL],
        }

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Self]:
        """Connect, and disconnect at the end."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._run())
            self.send(type="connection_init")
            assert (await self.receive())["type"] == "connection_ack"
            yield self
            self._sent.put_nowait({"type": "websocket.disconnect", "code": 1000})

    def send(self, **message: object) -> None:
        self.send_text(json.dumps(message))

    def send_text(self, text: str) -> None:
        self._sent.put_nowait({"type": "websocket.receive", "text": text})

    def subscribe(self, id: str, query: str) -> None:
        self.send(id=id, type="subscribe", payload={"query": query})

    async def receive(self) -> dict[str, Any]:
        """Return the next message that is no completion of an operation."""
        while True:
            message = await asyncio.wait_for(self._received.get(), 5)
            if "text" in message and (told := json.loads(message["text"]))["type"] != "complete":
                return told

    async def closed(self) -> Message:
        """Return the next message that closes the socket."""
        while True:
            message = await asyncio.wait_for(self._received.get(), 5)
            if message["type"] == "websocket.close":
                return message

    async def _run(self) -> None:
        await self._app(self.scope, self._sent.get, self._received.put)
