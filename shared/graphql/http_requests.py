"""Reads one GraphQL request from HTTP. What is not well formed is refused, never mended."""

import json
import math
import re
from collections.abc import Mapping
from email.message import Message
from functools import lru_cache
from typing import Any, NoReturn, TypeGuard

from starlette.requests import Request
from starlette.responses import JSONResponse
from strawberry.http import GraphQLRequestData

from shared import deadlines

MAX_BODY_BYTES = 1_000_000
"""A router's plan may carry the keys of many entities; clients of the router may send far less."""

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_GZIP = b"\x1f\x8b"
_MILLISECONDS = re.compile(r"[0-9]{1,9}")


class RequestRefused(Exception):
    """The request is not GraphQL over HTTP as this service speaks it."""

    def __init__(
        self, status: int, code: str, message: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers

    def response(self) -> JSONResponse:
        """Return the answer: a GraphQL error without data, under this HTTP status."""
        error = {"message": str(self), "extensions": {"code": self.code}}
        return JSONResponse({"errors": [error]}, self.status, self.headers)


async def read_request(request: Request) -> GraphQLRequestData:
    """Return the operation that the body holds.

    Raises RequestRefused for another media type, charset or encoding, for a body that is too large
    or is not a JSON object in UTF-8, and for a key of the wrong type.
    """
    _check_headers(request)
    document = _parse(_decode(await _read_body(request)))
    if isinstance(document, list):
        _refuse("A request holds one operation: this service takes no batches.")
    if not _is_object(document):
        _refuse("The body must be a JSON object with the key `query`.")
    return _operation(document)


def read_time_limit(request: Request) -> float:
    """Return how many seconds the request may take; infinitely many when its caller does not say.

    Raises RequestRefused when nothing remains or the header has no number of milliseconds.
    """
    text = request.headers.get(deadlines.HEADER)
    if text is None:
        return math.inf
    if not _MILLISECONDS.fullmatch(text):
        _refuse(
            f"The header {deadlines.HEADER} must be a number of milliseconds, at most 9 digits."
        )
    if int(text) == 0:
        raise deadline_exceeded()
    return int(text) / 1_000


def deadline_exceeded() -> RequestRefused:
    """Return the refusal of a request for which no time is left; nothing has changed."""
    message = "The time for this request is over. Try again in a moment, or ask for less."
    return RequestRefused(504, "DEADLINE_EXCEEDED", message)


def preferred_media_type(accept: str | None) -> str:
    """Return the media type of the answer: the one that the header `Accept` ranks highest.

    Without a preference it is `application/json`, which every client understands.
    """
    ranked: dict[str, float] = {}
    for each in (accept or "").split(","):
        media_type, parameters = _media_type(each)
        if media_type in (JSON, GRAPHQL_RESPONSE):
            ranked.setdefault(media_type, _quality(parameters.get("q", "1")))
    # max() takes the first of equals: the one that the client names first.
    best = max(ranked, key=ranked.__getitem__, default=JSON)
    return best if ranked.get(best, 1.0) > 0 else JSON


def _check_headers(request: Request) -> None:
    media_type, parameters = _media_type(request.headers.get("content-type", ""))
    charset = parameters.get("charset", "utf-8")
    if media_type != JSON:
        _refuse_media_type(f"Send the request as {JSON}.")
    if charset.lower() not in ("utf-8", "utf8"):
        _refuse_media_type("Send the request in UTF-8: JSON has no other charset.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        _refuse_media_type("Send the request without compression.")


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise RequestRefused(
                413,
                "REQUEST_TOO_LARGE",
                f"The request is larger than {MAX_BODY_BYTES} bytes.",
                # The rest of the body stays unread, so the connection cannot be used again.
                {"connection": "close"},
            )
    return bytes(body)


def _decode(body: bytes) -> str:
    if body.startswith(_BYTE_ORDER_MARKS):
        _refuse("The body starts with a byte order mark: send JSON in UTF-8 without one.")
    if body.startswith(_GZIP):
        _refuse("The body is compressed: send it as plain JSON.")
    try:
        return body.decode()
    except UnicodeDecodeError:
        _refuse("The body is not valid UTF-8.")


def _parse(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        _refuse("The body is not valid JSON.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _operation(document: dict[str, Any]) -> GraphQLRequestData:
    query, extensions = document.get("query"), document.get("extensions")
    variables, operation_name = document.get("variables"), document.get("operationName")
    if extensions is not None and not _is_object(extensions):
        _refuse("`extensions` must be an object or null.")
    if query is None and extensions is not None and "persistedQuery" in extensions:
        raise RequestRefused(200, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
    if not isinstance(query, str) or not query.strip():
        _refuse("`query` must be a GraphQL document.")
    if variables is not None and not _is_object(variables):
        _refuse("`variables` must be an object or null.")
    if not isinstance(operation_name, str | None):
        _refuse("`operationName` must be a string or null.")
    return GraphQLRequestData(query, variables, operation_name, extensions)


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


# Routers send the same headers with each call.
@lru_cache(maxsize=64)
def _media_type(header: str) -> tuple[str, Mapping[str, str]]:
    """Split `type/subtype; name=value` into the type and its parameters, in lower case."""
    message = Message()
    message["content-type"] = header.strip()
    (media_type, _), *parameters = message.get_params([("", "")])
    return media_type.lower(), {name.lower(): value for name, value in parameters}


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _refuse(message: str) -> NoReturn:
    raise RequestRefused(400, "BAD_REQUEST", message)


def _refuse_media_type(message: str) -> NoReturn:
    raise RequestRefused(415, "UNSUPPORTED_MEDIA_TYPE", message, {"accept": JSON})
