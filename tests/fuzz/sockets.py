"""Holds the conversations, many at once, and judges every message that comes back."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from tests.fuzz.conversations import Conversation
from tests.fuzz.verdicts import Judge

_PROTOCOL = Subprotocol("graphql-transport-ws")
_SERVER_SAYS = frozenset({"connection_ack", "ping", "pong", "next", "error", "complete"})
_QUIET_SECONDS = 0.5
"""A server that has said nothing for so long has no answer under way."""
_CLOSED_FOR_A_REASON = frozenset({1000, 1001, 1002, 1003, 1007, 1009, *range(4400, 4500)})
"""Codes that tell the client what it did; 1011 and 4500 are faults of the server."""


async def converse(
    url: str, headers: Mapping[str, str], conversation: Conversation, judge: Judge
) -> AsyncIterator[str]:
    """Hold a conversation with the server at `url`, and yield what is wrong with its answers."""
    try:
        async with connect(
            url, subprotocols=[_PROTOCOL], additional_headers=headers, proxy=None
        ) as socket:
            await _say(socket, conversation)
            async for what in _heard(socket, judge):
                yield what
    except InvalidStatus as refused:
        if refused.response.status_code >= 500:
            yield f"the handshake has status {refused.response.status_code}"


async def _say(socket: ClientConnection, conversation: Sequence[Any]) -> None:
    for message in conversation:
        raw = message if isinstance(message, str | bytes) else json.dumps(message)
        try:
            await socket.send(raw)
        except ConnectionClosed:
            return  # it is heard why


async def _heard(socket: ClientConnection, judge: Judge) -> AsyncIterator[str]:
    while True:
        try:
            async with asyncio.timeout(_QUIET_SECONDS):
                raw = await socket.recv()
        except TimeoutError:
            return
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else None
            if code not in _CLOSED_FOR_A_REASON:
                yield f"closed with {code}"
            return
        message: dict[str, Any] = json.loads(raw)
        if message["type"] not in _SERVER_SAYS:
            yield f"a message of the type {message['type']}"
        for what in judge.error_faults(_errors(message)):
            yield what


def _errors(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    if message["type"] == "error":
        return message["payload"]
    return message["payload"].get("errors", []) if message["type"] == "next" else []
