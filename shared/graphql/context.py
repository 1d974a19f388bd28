"""The context of one GraphQL request."""

import asyncio
from typing import cast
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response
from strawberry.dataloader import DataLoader
from strawberry.fastapi import BaseContext

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from shared.errors import Forbidden, Unauthenticated


class RequestContext(BaseContext):
    """Who asks and how; each subgraph's context adds its service and its loaders.

    The viewer is looked up at the first question for it, so that public answers need no session
    store.
    """

    def __init__(self, sessions: SessionStore, session_cookie: str) -> None:
        """`session_cookie` is the name of the cookie that carries the session's token."""
        super().__init__()
        self.session_cookie = session_cookie
        self._sessions = sessions
        self._viewer: asyncio.Future[Viewer | None] | None = None
        self._caller_was_looked_at = False

    @property
    def caller_was_looked_at(self) -> bool:
        """Whether the answer may be for this caller alone.

        So it is once anything asked for the viewer, read what came with the request, or reached
        for the headers that travel back.
        """
        return self._caller_was_looked_at

    def forget_what_was_loaded(self) -> None:
        """What the loaders have answered so far, they look up anew when they are asked again."""
        for each in vars(self).values():
            if isinstance(each, DataLoader):
                each.clear_all()

    @property
    def connection(self) -> HTTPConnection:
        """The HTTP request, or the WebSocket's handshake."""
        self._caller_was_looked_at = True
        return cast(HTTPConnection, self.request)

    @property
    def http_response(self) -> Response:
        """Whose headers travel back with the answer."""
        self._caller_was_looked_at = True
        return cast(Response, self.response)

    @property
    def bearer_token(self) -> str | None:
        """What the `Authorization: Bearer` header carries, if anything."""
        scheme, _, token = self.connection.headers.get("authorization", "").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None

    @property
    def session_token(self) -> str | None:
        """The caller's session token, from the header or else from the cookie.

        Raises Forbidden for a cookie that another site's page made the browser send.
        """
        if self.bearer_token:
            return self.bearer_token
        token = self.connection.cookies.get(self.session_cookie)
        if token:
            self.refuse_other_sites()
        return token

    def refuse_other_sites(self) -> None:
        """Raise Forbidden when another site's page made the browser send this request.

        Browsers say so in Sec-Fetch-Site, which no page can set. Those that do not know it still
        say the page's origin; it is compared with the address that the client called, which the
        router passes on as X-Forwarded-Host. Other clients send neither.
        """
        headers = self.connection.headers
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site:
            foreign = site == "cross-site"
        else:
            called = headers.get("x-forwarded-host") or headers.get("host")
            foreign = origin is not None and urlsplit(origin).netloc != called
        if foreign:
            raise Forbidden

    async def viewer(self) -> Viewer | None:
        """The account that is logged in, if any; Unavailable while sessions cannot be read."""
        self._caller_was_looked_at = True
        if self._viewer is None:
            # One look-up, which all fields that are resolved at the same time wait for.
            self._viewer = asyncio.create_task(self._look_up_viewer())
        return await asyncio.shield(self._viewer)

    async def viewer_now(self) -> Viewer | None:
        """As `viewer`, looked up afresh: a subscription lasts longer than a session may.

        Being watched is no use of a session: it ends as it would have without.
        """
        self._viewer = asyncio.create_task(self._look_up_viewer(slide=False))
        return await asyncio.shield(self._viewer)

    def now_logged_in(self, viewer: Viewer) -> None:
        """The rest of this answer is for `viewer`, whose session this very request opened."""
        self._viewer = asyncio.get_running_loop().create_future()
        self._viewer.set_result(viewer)

    async def require_viewer(self) -> Viewer:
        """The account that is logged in; Unauthenticated when nobody is."""
        viewer = await self.viewer()
        if viewer is None:
            raise Unauthenticated
        return viewer

    async def require_role(self, role: Role) -> Viewer:
        """The account that is logged in, with at least `role`; Forbidden when it has less."""
        viewer = await self.require_viewer()
        if not viewer.has(role):
            raise Forbidden
        return viewer

    async def _look_up_viewer(self, *, slide: bool = True) -> Viewer | None:
        token = self.session_token
        return await self._sessions.viewer(token, slide=slide) if token else None
