"""A small GraphQL client for the demo, the demo data and the tests."""

import hashlib
from collections.abc import Generator
from pathlib import Path
from typing import Any, Self

import httpx

from dev.errors import StackError
from dev.operations import operation
from dev.patience import PatientTransport
from shared.auth.callers import ROUTER_SECRET

_LOG_IN = operation("log-in")


class GraphqlErrors(Exception):
    """An answer with errors; `errors` lists them."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(error["message"] for error in errors))
        self.errors = errors


class AsRouter(httpx.Auth):
    """Lets a client call a subgraph directly, as its router does. `Stack.as_router` makes one."""

    def __init__(self, secret: Path) -> None:
        """`secret` is the file with what the router sends; a rotation replaces it."""
        self._secret = secret

    @property
    def headers(self) -> dict[str, str]:
        """The header that proves the router, with the current secret."""
        return {ROUTER_SECRET: self._secret.read_text()}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        request.headers.update(self.headers)
        yield request


class Client:
    """Sends operations to one endpoint, and keeps its cookies as a browser does.

    `auth` is for an endpoint of a subgraph.
    """

    def __init__(
        self,
        url: str,
        timeout: float = 60,
        *,
        auth: AsRouter | None = None,
        longest_pause: float = 10.0,
    ) -> None:
        """A shed operation is sent again, after `longest_pause` seconds at most."""
        transport = PatientTransport(longest_pause)
        self._http = httpx.AsyncClient(timeout=timeout, transport=transport, auth=auth)
        self._url = url
        self.token: str | None = None
        """Sent as a bearer token; None sends none."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def send(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the whole answer, with `data` and `errors`; StackError when there is none."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        # A router that takes trusted documents alone knows them by their hash.
        sha = hashlib.sha256(query.encode()).hexdigest()
        body = {
            "query": query,
            "variables": variables,
            "extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha}},
        }
        try:
            answer = await self._http.post(self._url, json=body, headers=headers)
        except httpx.ConnectError:
            raise StackError(
                f"Nothing answers at {self._url}: start the stack with `make up`."
            ) from None
        except httpx.TransportError as error:
            raise StackError(
                f"{self._url} gave no answer ({type(error).__name__}): "
                "see the logs with `make logs`."
            ) from None
        return answer.json()

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the answer's data; GraphqlErrors when it has errors."""
        answer = await self.send(query, **variables)
        if answer.get("errors"):
            raise GraphqlErrors(answer["errors"])
        return answer["data"]

    async def log_in(self, email: str, password: str) -> None:
        """Open a session and keep it as a cookie; StackError when the login is refused."""
        data = await self.ask(_LOG_IN, input={"email": email, "password": password})
        if data["login"]["__typename"] != "LoginSuccess":
            raise StackError(f"{email} cannot log in: {data['login']['message']}")
