"""ASGI middleware: one correlation id and one log line per request."""

import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry.correlation import HEADER, accept_correlation_id, correlated, traced

log = structlog.get_logger(__name__)

UNLOGGED = "telemetry.unlogged"
"""This key in a scope leaves the request without a line: a flood of such is told in one line."""


class RequestTelemetry:
    """Accepts or makes a correlation id, answers with it, and logs the request.

    It never logs bodies, variables or headers.
    """

    def __init__(self, app: ASGIApp, unlogged: tuple[str, ...]) -> None:
        """Paths that begin with one of `unlogged` get no line."""
        self._app = app
        self._unlogged = unlogged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        correlation_id = accept_correlation_id(headers.get(HEADER))
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = correlation_id
            await send(message)

        started = time.perf_counter()
        with correlated(correlation_id), traced(headers):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                if UNLOGGED not in scope and not scope["path"].startswith(self._unlogged):
                    log.info(
                        "request",
                        path=scope["path"],
                        status=status,
                        milliseconds=round((time.perf_counter() - started) * 1000, 1),
                    )
