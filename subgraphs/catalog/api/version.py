"""Tells routers the catalog's version, by which they keep public answers."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from subgraphs.catalog.service.answers import CatalogVersion


class TellVersion:
    """ASGI middleware that answers `/graphql/version`: with the number, or 503 without one.

    The path begins with GraphQL's, so it is closed to strangers as well.
    """

    def __init__(self, app: ASGIApp, version: CatalogVersion) -> None:
        self._app = app
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/graphql/version":
            await self._app(scope, receive, send)
            return
        try:
            answer = PlainTextResponse(str(await self._version.current()))
        except Exception:  # any failure of the store: routers ask again with the next question
            answer = PlainTextResponse(status_code=503)
        await answer(scope, receive, send)
