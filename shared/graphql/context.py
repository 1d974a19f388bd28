"""The context of one GraphQL request."""

import asyncio
from typing import cast
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from strawberry.dataloader import DataLoader
from strawberry.fastapi import BaseContext

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from shared.errors import Forbidden, Unauthenticated
from shared.graphql.public_answers import PublicAnswer


class RequestContext(BaseContext):
    """Who asks and how. Each subgraph's context adds its use cases and loaders.

    The viewer is looked up when a resolver first needs it, so public answers need no Redis.
    """

    def __init__(self, sessions: SessionStore, session_cookie: str) -> None:
        """`session_cookie` is the name of the cookie that carries the session's token."""
        super().__init__()
        self.session_cookie = session_cookie
        self._sessions = sessions
        self._viewer: asyncio.Future[Viewer | None] | None = None
        self._depends_on_caller = False

    @property
    def depends_on_caller(self) -> bool:
        """Tell whether the answer may be for this caller alone.

        True once anything asked for the viewer, read the request, or used the response's headers.
        """
        return self._depends_on_caller

    def promise_public_answer(self, answer: PublicAnswer) -> None:
        """Tell caches that this answer is the same for everyone, and how long it holds."""
        if isinstance(self.response, Response):  # a WebSocket has none
            answer.tell(self.response.headers)

    def clear_loaders(self) -> None:
        """Make every loader load again what it has loaded so far."""
        for each in vars(self).values():
            if isinstance(each, DataLoader):
                each.clear_all()

    @property
    def connection(self) -> HTTPConnection:
        """The HTTP request, or the WebSocket's handshake."""
        self._depends_on_caller = True
        return cast(HTTPConnection, self.request)

    @property
    def client_address(self) -> str | None:
        """The client's IP address as the router passes it on; None when no router did.

        The router replaces an address that a client claims.
        """
        forwarded = self._headers.get("x-forwarded-for", "")
        return forwarded.split(",")[0].strip() or None

    @property
    def http_response(self) -> Response:
        """The response whose headers go back with the answer."""
        self._depends_on_caller = True
        return cast(Response, self.response)

    @property
    def bearer_token(self) -> str | None:
        """The token in the `Authorization: Bearer` header, if any."""
        self._depends_on_caller = True
        return self._bearer_token()

    @property
    def session_token(self) -> str | None:
        """The caller's session token, from the header or else from the cookie.

        Raises Forbidden for a cookie that a page of another site made the browser send.
        """
        self._depends_on_caller = True
        return self.sent_token()

    def sent_token(self) -> str | None:
        """Return the session token for what does not change the answer, such as counting."""
        if bearer := self._bearer_token():
            return bearer
        token = cast(HTTPConnection, self.request).cookies.get(self.session_cookie)
        if token:
            self._refuse_other_sites()
        return token

    def refuse_other_sites(self) -> None:
        """Raise Forbidden when a page of another site made the browser send this request.

        Browsers say so in Sec-Fetch-Site, which no page can set. Older browsers send only the
        page's origin: it is compared with the address that the client called, which the router
        passes on as X-Forwarded-Host. Other clients send neither.
        """
        self._depends_on_caller = True
        self._refuse_other_sites()

    def _refuse_other_sites(self) -> None:
        headers = self._headers
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site:
            foreign = site == "cross-site"
        else:
            called = headers.get("x-forwarded-host") or headers.get("host")
            foreign = origin is not None and urlsplit(origin).netloc != called
        if foreign:
            raise Forbidden

    async def viewer(self) -> Viewer | None:
        """Return the viewer, or None. Raises Unavailable while sessions cannot be read."""
        self._depends_on_caller = True
        return await self.sent_viewer()

    async def sent_viewer(self) -> Viewer | None:
        """Return the viewer for what does not change the answer, such as counting."""
        if self._viewer is None:
            # One look-up for all who need it at the same time.
            self._viewer = asyncio.create_task(self._look_up_viewer())
        return await asyncio.shield(self._viewer)

    async def viewer_now(self) -> Viewer | None:
        """Look the viewer up again: a subscription may outlast its session.

        This look-up does not slide the session: a subscription does not keep it alive.
        """
        self._viewer = asyncio.create_task(self._look_up_viewer(slide=False))
        return await asyncio.shield(self._viewer)

    def now_logged_in(self, viewer: Viewer) -> None:
        """Use `viewer`, whose session this request opened, for the rest of the answer."""
        self._viewer = asyncio.get_running_loop().create_future()
        self._viewer.set_result(viewer)

    async def require_viewer(self) -> Viewer:
        """Return the viewer. Raises Unauthenticated when nobody is logged in."""
        viewer = await self.viewer()
        if viewer is None:
            raise Unauthenticated
        return viewer

    async def require_role(self, role: Role) -> Viewer:
        """Return the viewer, who has at least `role`. Raises Unauthenticated or Forbidden."""
        viewer = await self.require_viewer()
        if not viewer.has(role):
            raise Forbidden
        return viewer

    async def _look_up_viewer(self, *, slide: bool = True) -> Viewer | None:
        token = self.sent_token()
        return await self._sessions.viewer(token, slide=slide) if token else None

    @property
    def _headers(self) -> Headers:
        return cast(HTTPConnection, self.request).headers

    def _bearer_token(self) -> str | None:
        scheme, _, token = self._headers.get("authorization", "").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None
