"""The base class of the generated clients with which booking calls other subgraphs."""

from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any, Self, cast

from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession, ReconnectingAsyncClientSession
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from graphql import DocumentNode, parse
from pydantic import BaseModel

from shared import deadlines
from shared.errors import Busy, OutcomePending, TransientFailure, Unavailable
from shared.telemetry.correlation import outgoing_headers

TokenSource = Callable[[str], Awaitable[str]]
_TRANSIENT: Mapping[str, type[Unavailable | Busy | OutcomePending]] = {
    kind.code: kind for kind in (Unavailable, Busy, OutcomePending)
} | {"DEADLINE_EXCEEDED": Unavailable}


class CallRefused(Exception):
    """The other service answered that it refuses; `code` is the error's code."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class ServiceFault(Exception):
    """The other service, `part`, answered that it failed: the call may fail again.

    The call may have had its effect.
    """

    def __init__(self, part: str) -> None:
        super().__init__(f"The {part} failed.")
        self.part = part


class GraphqlClient:
    """Sends the operations of a generated client; used as an async context manager.

    Every call carries the correlation id, the trace, the time that it may take, and a fresh service
    token for its `scope="…"`. Raises Unavailable when no usable answer came, and the
    TransientFailure that the other service answered: the call may have had its effect. Raises
    ServiceFault when the other service failed, and CallRefused when it refused.
    """

    def __init__(self, url: str, *, part: str, timeout_seconds: float, token: TokenSource) -> None:
        """`part` names the other service in messages; `token` signs service tokens."""
        # The limit is on the whole call, not on each of its reads. The other service is on the
        # inside, so no proxy is used.
        transport = HTTPXAsyncTransport(url, timeout=timeout_seconds, trust_env=False)
        self._client = Client(transport=transport, execute_timeout=timeout_seconds)
        self._session: AsyncClientSession | ReconnectingAsyncClientSession | None = None
        self._timeout_seconds = timeout_seconds
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
        scope: str,
    ) -> dict[str, Any]:
        """Send one operation and return its data."""
        assert self._session is not None, "a client is used as a context manager"
        headers = outgoing_headers() | deadlines.outgoing_headers(self._timeout_seconds)
        headers["authorization"] = f"Bearer {await self._token(scope)}"
        request = GraphQLRequest(
            _document(query),
            variable_values=_plain(variables or {}),
            operation_name=operation_name,
        )
        try:
            return await self._session.execute(request, extra_args={"headers": headers})
        except TransportQueryError as error:
            raise self._failure(error) from error
        except (TransportError, TimeoutError) as error:
            raise Unavailable(self._part) from error

    def get_data(self, response: dict[str, Any]) -> dict[str, Any]:
        """Return what the generated methods parse: `execute` has handled errors already."""
        return response

    def _failure(self, error: TransportQueryError) -> TransientFailure | ServiceFault | CallRefused:
        first = (error.errors or [{}])[0]
        code = first.get("extensions", {}).get("code", "")
        if code in _TRANSIENT:
            return _TRANSIENT[code](self._part)
        if code == "INTERNAL_SERVER_ERROR":
            return ServiceFault(self._part)
        return CallRefused(first.get("message", ""), code)


@lru_cache(maxsize=100)
def _document(query: str) -> DocumentNode:
    """Parse each operation of a generated client once."""
    return parse(query)


def _plain(value: Any) -> Any:
    """Return variables as JSON: the generated inputs are pydantic models."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_plain(each) for each in cast(list[Any], value)]
    return value
