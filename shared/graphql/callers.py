"""Lets known callers alone reach a subgraph's `/graphql`, before anything of a request is read."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.auth.callers import KnownCallers, UnknownCaller
from shared.errors import Unavailable
from shared.graphql.http_requests import RequestRefused

GRAPHQL = "/graphql"
"""The path of GraphQL in every subgraph."""


class KnownCallersOnly:
    """ASGI middleware for HTTP and WebSockets: strangers reach every path but GraphQL's.

    A caller that `callers` does not know is answered with status 401 and UNKNOWN_CALLER. While
    Vault alone could tell, the answer is 503 with SERVICE_UNAVAILABLE.
    """

    def __init__(self, app: ASGIApp, callers: KnownCallers) -> None:
        self._app = app
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # More than the path itself: a route also takes it with a line feed at its end.
        if scope["type"] == "lifespan" or not scope["path"].startswith(GRAPHQL):
            await self._app(scope, receive, send)
            return
        try:
            await self._callers.check(Headers(scope=scope))
        except UnknownCaller as refusal:
            answer = _refused(401, refusal, {"www-authenticate": "Bearer"})
        except Unavailable as outage:
            answer = _refused(503, outage, {"retry-after": "1"})
        else:
            await self._app(scope, receive, send)
            return
        # Of a WebSocket, this refuses the handshake.
        await answer(scope, receive, send)


def _refused(
    status: int, reason: UnknownCaller | Unavailable, headers: dict[str, str]
) -> JSONResponse:
    # The body stays unread, so the connection cannot be used again.
    headers = {**headers, "connection": "close"}
    return RequestRefused(status, reason.code, str(reason), headers).response()
