"""The context of account's resolvers: use cases, loaders, and the session's cookie."""

from dataclasses import dataclass

import strawberry
from strawberry.dataloader import DataLoader

from shared.auth.sessions import SessionStore
from shared.graphql.context import RequestContext
from shared.text.printable import printable
from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.audit import Actor
from subgraphs.account.domain.sessions import Device
from subgraphs.account.service import AccountService


@dataclass(frozen=True, slots=True)
class CookieRules:
    """How the session's cookie is set: its name, whether only over https, and its maximum age."""

    name: str
    secure: bool
    max_age_seconds: int


class Context(RequestContext):
    """The context of one request."""

    def __init__(
        self, sessions: SessionStore, cookie: CookieRules, service: AccountService
    ) -> None:
        super().__init__(sessions, cookie.name)
        self.service = service
        self.account_loader = DataLoader[str, Account | None](load_fn=self._load_accounts)
        self._cookie = cookie

    @property
    def device(self) -> Device:
        """The device of the request."""
        user_agent = printable(self.connection.headers.get("user-agent", ""))[:500]
        return Device(user_agent=user_agent or None, ip_address=self.client_address)

    async def actor(self) -> Actor:
        """Return the viewer, if any, at this device."""
        viewer = await self.viewer()
        return Actor(viewer.account_id if viewer else None, self.device)

    def set_session_cookie(self, token: str) -> None:
        """Give a browser the token; the cookie lasts until the session's absolute end."""
        self.http_response.set_cookie(
            self._cookie.name,
            token,
            max_age=self._cookie.max_age_seconds,
            path="/",
            secure=self._cookie.secure,
            httponly=True,
            samesite="lax",
        )

    def clear_session_cookie(self) -> None:
        """Remove the cookie from the browser."""
        self.http_response.delete_cookie(
            self._cookie.name,
            path="/",
            secure=self._cookie.secure,
            httponly=True,
            samesite="lax",
        )

    async def _load_accounts(self, ids: list[str]) -> list[Account | None]:
        found = await self.service.profiles.of_ids(ids)
        return [found.get(id) for id in ids]


Info = strawberry.Info[Context, None]
