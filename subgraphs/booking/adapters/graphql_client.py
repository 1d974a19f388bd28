"""The base of the generated clients by which one subgraph calls another."""

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, Self, cast

from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession, ReconnectingAsyncClientSession
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from graphql import DocumentNode, parse
from pydantic import BaseModel

from shared.errors import Unavailable
from shared.telemetry.correlation import outgoing_headers

TokenSource = Callable[[str], Awaitable[str]]


class CallRefused(Exception):
    """The other service answered, and refused; `code` is the error's own."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class ServiceFault(Unavailable):
    """The other service answered that it failed: it is there, and this call may fail again."""


class GraphqlClient:
    """Sends the operations of a generated client; used as an async context manager.

    Every call carries the correlation id and the trace. A call made with `scope="…"` carries a
    fresh service token for that scope. Raises Unavailable when no usable answer came (ServiceFault
    when that was one of the service's own): the call may have had its effect. Raises CallRefused
    when the other service said no.
    """

    def __init__(
        self, url: str, *, part: str, timeout_seconds: float, token: TokenSource | None = None
    ) -> None:
        """`part` is what the other service is called in messages; `token` signs service tokens."""
        # The whole call, as the caller experiences it, is what must end in time. Another service
        # stands beside us: a proxy for the outside is not asked.
        transport = HTTPXAsyncTransport(url, timeout=timeout_seconds, trust_env=False)
        self._client = Client(transport=transport, execute_timeout=timeout_seconds)
        self._session: AsyncClientSession | ReconnectingAsyncClientSession | None = None
        self._part = part
        self._token = token

    async def __aenter__(self) -> Self:
        self._session = await self._client.connect_async()  # pyright: ignore[reportUnknownMemberType] - **kwargs is untyped there
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close_async()

    async def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        *,
        scope: str | None = None,
    ) -> dict[str, Any]:
        """Send one operation; its data."""
        assert self._session is not None, "used within its context"
        headers = outgoing_headers()
        if scope is not None:
            assert self._token is not None, "a client that needs tokens is given their source"
            headers["authorization"] = f"Bearer {await self._token(scope)}"
        request = GraphQLRequest(
            _document(query),
            variable_values=_plain(variables or {}),
            operation_name=operation_name,
        )
        try:
            return await self._session.execute(request, extra_args={"headers": headers})
        except TransportQueryError as error:
            raise self._refusal(error) from error
        except (TransportError, TimeoutError) as error:
            raise Unavailable(self._part) from error

    def get_data(self, response: dict[str, Any]) -> dict[str, Any]:
        """What the generated methods parse: `execute` has looked for errors already."""
        return response

    def _refusal(self, error: TransportQueryError) -> Exception:
        first = (error.errors or [{}])[0]
        code = first.get("extensions", {}).get("code", "")
        if code == "SERVICE_UNAVAILABLE":
            return Unavailable(self._part)
        if code == "INTERNAL_SERVER_ERROR":
            return ServiceFault(self._part)
        return CallRefused(first.get("message", ""), code)


@lru_cache(maxsize=100)
def _document(query: str) -> DocumentNode:
    """Each operation of a generated client is parsed once."""
    return parse(query)


def _plain(value: Any) -> Any:
    """Variables as JSON: the generated inputs are pydantic models."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_plain(each) for each in cast(list[Any], value)]
    return value
