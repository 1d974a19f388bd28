"""A subgraph's `/graphql`: GraphQL over HTTP as its specification has it, and over WebSockets."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import cast

from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnected
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, process_result
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    Message,
    SubscribeMessage,
    SubscribeMessagePayload,
)
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from shared.admission.line import Line
from shared.graphql.admission import overloaded_error, tell_kind
from shared.graphql.context import RequestContext
from shared.graphql.http_requests import (
    GRAPHQL_RESPONSE,
    RequestRefused,
    deadline_exceeded,
    preferred_media_type,
    read_request,
    read_time_limit,
)
from shared.graphql.rates import RATE_LIMITED
from shared.graphql.schema import SubgraphSchema
from shared.graphql.socket_messages import SocketAdapter, malformed
from shared.graphql.stopping import QueryLimit, QueryStopped, StopReason
from shared.turns import Turn

_METHODS = "OPTIONS, POST"
_BY_POST = frozenset({OperationType.QUERY, OperationType.MUTATION})

MAX_ANSWER_BYTES = 2_000_000
"""The largest answer that is sent: the event loop encodes it in some 10 ms."""
MAX_SOCKET_OPERATIONS = 50
"""What one WebSocket may have running; the router allows its clients as many."""
SOCKET_QUERY_SECONDS = 15.0
"""How long a query over a WebSocket may take: as long as a router gives one over HTTP."""
_SOCKET_SILENCE = timedelta(seconds=10)
"""How long a new WebSocket may say nothing."""

# The operation has run, so this has `data`: a request error would say that nothing was changed.
_TOO_LARGE = {
    "data": None,
    "errors": [
        {
            "message": f"The answer is larger than {MAX_ANSWER_BYTES} bytes. Ask for fewer rows or "
            "fields. What a mutation changed stays changed.",
            "extensions": {"code": "ANSWER_TOO_LARGE", "limit": MAX_ANSWER_BYTES},
        }
    ],
}


class SocketHandler(BaseGraphQLTransportWSHandler[RequestContext, None]):
    """A WebSocket that closes at what is no message.

    It refuses, with a code, more operations than it may have running. A query that outlasts
    SOCKET_QUERY_SECONDS is stopped and answered with DEADLINE_EXCEEDED.
    """

    async def handle_message(self, message: Message) -> None:
        if reason := malformed(message):
            await self.handle_invalid_message(reason)
        else:
            await super().handle_message(message)

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        refusal = self._refusal(message["payload"])
        if refusal is None:
            await super().handle_subscribe(message)
            return
        await self.send_message(
            {"id": message["id"], "type": "error", "payload": [refusal.formatted]}
        )

    async def run_operation(self, operation: Operation[RequestContext, None]) -> None:
        try:
            # Strawberry itself cancels the operations of a WebSocket that closes.
            async with QueryLimit(None, SOCKET_QUERY_SECONDS):
                await super().run_operation(operation)
        except QueryStopped:
            refused = deadline_exceeded()
            error = GraphQLError(str(refused), extensions={"code": refused.code})
            await operation.send_initial_errors([error])

    async def handle_task_exception(self, error: Exception) -> None:
        match error:
            case WebSocketDisconnected():
                pass  # It was answering when the socket closed; its end is under way.
            case GraphQLError():
                # The operation could not be read: the protocol takes it for no message.
                await self.websocket.close(4400, error.message)
            case _:
                await super().handle_task_exception(error)

    def _refusal(self, asked: SubscribeMessagePayload) -> GraphQLError | None:
        if len(self.operations) >= MAX_SOCKET_OPERATIONS:
            return GraphQLError(
                f"This connection has {MAX_SOCKET_OPERATIONS} operations running already.",
                extensions={"code": "TOO_MANY_OPERATIONS", "limit": MAX_SOCKET_OPERATIONS},
            )
        endpoint = cast(GraphQLEndpoint, self.view)
        work = endpoint.schema.priorities.work(asked["query"], asked.get("operationName"))
        # What a WebSocket runs lasts, so it takes no slot; it only begins while there is room.
        return overloaded_error() if endpoint.line.sheds(work.priority) else None


class GraphQLEndpoint(GraphQL[RequestContext, None]):
    """The ASGI application of one schema.

    It takes POST with JSON. The answer has the media type that the client prefers; in
    `application/graphql-response+json` a request error has the HTTP status 400, or 429 when its
    caller sent too many. An answer above MAX_ANSWER_BYTES is refused with ANSWER_TOO_LARGE, over
    HTTP and over WebSockets.

    A query whose caller has gone is stopped. One that outlasts the time limit of its request is
    stopped too and answered by 504 with DEADLINE_EXCEEDED, as is any operation that arrives too
    late to begin.
    """

    graphql_transport_ws_handler_class = SocketHandler
    websocket_adapter_class = SocketAdapter
    schema: SubgraphSchema

    def __init__(
        self, schema: SubgraphSchema, new_context: Callable[[], RequestContext], line: Line
    ) -> None:
        """`line` is where work for this endpoint is admitted: over HTTP, by AdmitRequests."""
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=_SOCKET_SILENCE,
        )
        self._new_context = new_context
        self.line = line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        try:
            response = await self._answer(Request(scope, receive))
        except RequestRefused as refused:
            response = refused.response()
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> RequestContext:
        """Return the context of one HTTP request or of one WebSocket."""
        context = self._new_context()
        context.request = request
        if isinstance(response, Response):  # a WebSocket stands here for its own answer
            context.response = response
        return context

    def encode_json(self, data: object) -> str | bytes:
        """Return an HTTP answer or a WebSocket's message as JSON, or a refusal to send it."""
        encoded = super().encode_json(data)
        if len(encoded) <= MAX_ANSWER_BYTES:
            return encoded
        message = cast(Mapping[str, object], data)
        is_answer = "payload" not in message
        return super().encode_json(_TOO_LARGE if is_answer else {**message, "payload": _TOO_LARGE})

    def decode_json(self, data: str | bytes) -> object:
        """Return a WebSocket's message; what is nested too deep to be read is no JSON."""
        try:
            return super().decode_json(data)
        except RecursionError:
            raise json.JSONDecodeError("nested too deep", "", 0) from None

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": _METHODS})
        if request.method != "POST":
            message = f"This service takes GraphQL by POST, not by {request.method}."
            raise RequestRefused(405, "METHOD_NOT_ALLOWED", message, {"allow": _METHODS})
        response = await self.get_sub_response(request)
        result = await self._execute(request, response)
        return self._encode(result, request, response)

    async def _execute(self, request: Request, response: Response) -> ExecutionResult:
        turn, seconds = Turn(), read_time_limit(request)
        asked = await read_request(request)
        await turn.pause()
        context = await self.get_context(request, response)
        try:
            async with QueryLimit(request, seconds):
                result = await self.schema.execute(
                    asked.query,
                    variable_values=asked.variables,
                    context_value=context,
                    operation_name=asked.operation_name,
                    allowed_operation_types=_BY_POST,
                )
        except QueryStopped as stopped:
            if stopped.reason is StopReason.CALLER_GONE:
                raise ClientDisconnect from None
            raise deadline_exceeded() from None
        except CannotGetOperationTypeError as error:
            raise _no_operation(error.as_http_error_reason()) from None
        except InvalidOperationTypeError as error:
            raise _no_operation(error.as_http_error_reason("POST")) from None
        if not result.errors and asked.query:
            kind = self.schema.priorities.kind(asked.query, asked.operation_name)
            tell_kind(request.scope, kind)
        return result

    def _encode(self, result: ExecutionResult, request: Request, response: Response) -> Response:
        """Return the answer, with the headers and the status that resolvers put on `response`."""
        answer = _formatted(result)
        media_type = preferred_media_type(request.headers.get("accept"))
        refused = media_type == GRAPHQL_RESPONSE and "data" not in answer
        encoded = self.create_response(answer, response)
        encoded.headers["content-type"] = f"{media_type}; charset=utf-8"
        retry_after = _retry_after(result)
        if retry_after is not None:
            encoded.headers["retry-after"] = str(retry_after)
        if refused and not response.status_code:
            encoded.status_code = 400 if retry_after is None else 429
        return encoded


def _retry_after(result: ExecutionResult) -> int | None:
    """Return the seconds after which an operation that was refused as one too many may return."""
    for error in result.errors or ():
        extensions = error.extensions or {}
        if extensions.get("code") == RATE_LIMITED:
            return extensions["retryAfterSeconds"]
    return None


def _formatted(result: ExecutionResult) -> GraphQLHTTPResponse:
    """Return the answer; a request error has no `data`, which tells that nothing ran."""
    answer = process_result(result)
    if result.data is None and all(error.path is None for error in result.errors or ()):
        answer.pop("data", None)
    return answer


def _no_operation(reason: str) -> RequestRefused:
    return RequestRefused(400, "OPERATION_RESOLUTION_FAILURE", reason)
