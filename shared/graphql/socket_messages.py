"""What a service takes as a message of graphql-transport-ws, and how it says that one is none."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from strawberry.asgi import ASGIWebSocketAdapter

_LONGEST_REASON = 123
"""Bytes that a WebSocket's last frame has for a reason."""


class SocketAdapter(ASGIWebSocketAdapter):
    """A WebSocket that closes for any reason: those of Strawberry quote what came."""

    async def close(self, code: int, reason: str) -> None:
        short = reason.encode(errors="replace")[:_LONGEST_REASON].decode(errors="ignore")
        await super().close(code, short)


def malformed(message: object) -> str | None:
    """Return what is wrong with a message's form; None for one that its handler can read."""
    if not _is_object(message) or not isinstance(message.get("type"), str):
        return "A message is an object with a type."
    if message["type"] in ("subscribe", "complete") and not _is_text(message.get("id")):
        return "The id of an operation is text."
    if message["type"] != "subscribe":
        return None
    asked = message.get("payload")
    if not _is_object(asked) or not isinstance(asked.get("query"), str):
        return "The payload of an operation has its query."
    if not isinstance(asked.get("operationName"), str | None):
        return "The name of an operation is text or null."
    variables = asked.get("variables")
    return None if variables is None or _is_object(variables) else "Variables are an object."


def _is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, dict)


def _is_text(value: object) -> bool:
    """Tell whether it can be sent back: half a character of UTF-16 cannot."""
    try:
        return isinstance(value, str) and value.encode() != b""
    except UnicodeEncodeError:
        return False
