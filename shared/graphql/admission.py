"""Admission of GraphQL requests: those that are too many are answered before anything else is done.

A request that can begin at once is not looked at. Only while the service has much to do, a
request's body is read here to learn how much it matters.
"""

import asyncio
import json
from collections.abc import Mapping, MutableMapping
from typing import Any, cast

from graphql import GraphQLError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.admission.gate import Slot
from shared.admission.line import Line
from shared.admission.priority import Priority
from shared.graphql.callers import GRAPHQL
from shared.graphql.http_requests import MAX_BODY_BYTES
from shared.graphql.priorities import Priorities
from shared.telemetry.requests import UNLOGGED

OVERLOADED = "SERVICE_OVERLOADED"
RETRY_AFTER_SECONDS = 1
_MESSAGE = (
    "The service has too much to do right now and has not begun this: nothing has changed. "
    "Try again in a moment."
)
_EXTENSIONS = {"code": OVERLOADED, "retryAfterSeconds": RETRY_AFTER_SECONDS}
_BODY = json.dumps({"errors": [{"message": _MESSAGE, "extensions": _EXTENSIONS}]}).encode()
_START: Message = {
    "type": "http.response.start",
    "status": 503,
    "headers": [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(_BODY)).encode()),
        (b"retry-after", str(RETRY_AFTER_SECONDS).encode()),
    ],
}
_SLOT = "admission.slot"


def overloaded_error() -> GraphQLError:
    """Return the error that refuses work because the service has too much to do."""
    return GraphQLError(_MESSAGE, extensions=_EXTENSIONS)


def tell_kind(scope: MutableMapping[str, Any], kind: str | None) -> None:
    """Tell admission that this request was done as usual, and of which kind it was.

    The time that it took then counts. What failed may have been quicker, or have waited for a part.
    """
    slot: Slot | None = scope.get(_SLOT)
    if slot is not None:
        slot.kind = kind


class AdmitRequests:
    """ASGI middleware that admits GraphQL requests by priority, or answers SERVICE_OVERLOADED."""

    def __init__(self, app: ASGIApp, line: Line, priorities: Priorities) -> None:
        self._app = app
        self._line = line
        self._priorities = priorities

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(GRAPHQL):
            await self._app(scope, receive, send)
            return
        slot = self._line.enter(Priority.LAST)
        if slot is None:
            messages = await _read(receive)
            slot = await self._line.admitted(self._priority(messages))
            if slot is None:
                scope[UNLOGGED] = True
                await send({**_START, "headers": list(_START["headers"])})
                await send({"type": "http.response.body", "body": _BODY})
                return
            receive = _again(messages, receive)
        scope[_SLOT] = slot
        try:
            # All requests that have arrived get a slot or an answer before this one is worked on:
            # a queue of ready tasks would be invisible, and work that never waits never ends late.
            await asyncio.sleep(0)
            await self._app(scope, receive, send)
        finally:
            self._line.leave(slot)

    def _priority(self, messages: list[Message]) -> Priority:
        try:
            asked: object = json.loads(b"".join(each.get("body", b"") for each in messages))
        except (ValueError, RecursionError):
            return Priority.LAST
        if not isinstance(asked, dict):
            return Priority.LAST
        fields = cast(Mapping[str, object], asked)
        query, name = fields.get("query"), fields.get("operationName")
        if not isinstance(query, str) or not isinstance(name, str | None):
            return Priority.LAST
        return self._priorities.work(query, name).priority


async def _read(receive: Receive) -> list[Message]:
    """Read the body's messages, as far as a body is read at all."""
    messages: list[Message] = []
    size = 0
    while size <= MAX_BODY_BYTES:
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
        if not messages[-1].get("more_body", False):
            break
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    """Return what receives these messages first, and then the others."""
    left = iter(messages)

    async def receive_again() -> Message:
        return next(left, None) or await receive()

    return receive_again
