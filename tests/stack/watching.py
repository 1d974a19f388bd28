"""Subscriptions over a WebSocket with graphql-transport-ws, as a browser's client opens them."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from dev.client import AsRouter

PROTOCOL = Subprotocol("graphql-transport-ws")

Next = Callable[[], Awaitable[Any]]


@asynccontextmanager
async def watching(
    url: str, token: str | None, query: str, id: str, router: AsRouter | None = None
) -> AsyncGenerator[Next]:
    """Subscribe to `id` with this session; the yielded function waits for the next payload.

    `url` is that of a GraphQL endpoint; `router` is for one of a subgraph.
    """
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if router:
        headers |= router.headers
    async with connect(
        url.replace("http", "ws", 1), subprotocols=[PROTOCOL], additional_headers=headers
    ) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {}}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        payload = {"query": query, "variables": {"id": id}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))

        async def next_payload() -> Any:
            while True:
                message = json.loads(await asyncio.wait_for(socket.recv(), 30))
                if message["type"] in ("next", "error", "complete"):
                    return message.get("payload")

        yield next_payload
