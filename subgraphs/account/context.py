"""What account's resolvers have at hand."""

from strawberry.dataloader import DataLoader

from shared.auth.sessions import SessionStore
from shared.graphql.context import RequestContext
from subgraphs.account.domain import Account, Device
from subgraphs.account.service import AccountService


class Context(RequestContext):
    """One request's context: the service, and a loader that fetches accounts in one call."""

    def __init__(
        self,
        sessions: SessionStore,
        session_cookie: str,
        service: AccountService,
        *,
        secure_cookie: bool,
        cookie_seconds: int,
    ) -> None:
        super().__init__(sessions, session_cookie)
        self.service = service
        self.account_loader = DataLoader[str, Account | None](load_fn=self._load_accounts)
        self._secure_cookie = secure_cookie
        self._cookie_seconds = cookie_seconds

    @property
    def device(self) -> Device:
        """Where the request comes from; the router replaces what a client claims of its address."""
        headers = self.connection.headers
        address = headers.get("x-forwarded-for", "").split(",")[0].strip()
        user_agent = headers.get("user-agent", "")[:500]
        return Device(user_agent=user_agent or None, ip_address=address or None)

    def set_session_cookie(self, token: str) -> None:
        """Hand the token to a browser; the cookie lasts as long as the session at most can."""
        self.http_response.set_cookie(
            self.session_cookie,
            token,
            max_age=self._cookie_seconds,
            path="/",
            secure=self._secure_cookie,
            httponly=True,
            samesite="lax",
        )

    def clear_session_cookie(self) -> None:
        """Take the cookie back."""
        self.http_response.delete_cookie(
            self.session_cookie,
            path="/",
            secure=self._secure_cookie,
            httponly=True,
            samesite="lax",
        )

    async def _load_accounts(self, ids: list[str]) -> list[Account | None]:
        found = await self.service.accounts(ids)
        return [found.get(id) for id in ids]
