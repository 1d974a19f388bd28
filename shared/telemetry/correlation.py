"""The correlation id: one per client request, in every log line, call and event that it causes."""

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from structlog.contextvars import bound_contextvars, get_contextvars

HEADER = "x-correlation-id"
TRACE_HEADER = "traceparent"

_ACCEPTED = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


@contextmanager
def correlated(correlation_id: str, **more: str) -> Generator[None]:
    """What is logged, called and stored inside carries `correlation_id` (and `more`, in logs)."""
    with bound_contextvars(correlation_id=correlation_id, **more):
        yield


def current_correlation_id() -> str:
    """That of the request or event being handled; a fresh one outside of any."""
    return get_contextvars().get("correlation_id") or uuid4().hex


def accept_correlation_id(offered: str | None) -> str:
    """What the caller sent, when it is safe to log and pass on; else a fresh one."""
    if offered and _ACCEPTED.fullmatch(offered):
        return offered
    return uuid4().hex


def trace_fields(headers: Mapping[str, str]) -> dict[str, str]:
    """The W3C trace id of a request, for the logs; empty when it has none."""
    match = _TRACEPARENT.fullmatch(headers.get(TRACE_HEADER, ""))
    return {"trace_id": match[1]} if match else {}


def outgoing_headers() -> dict[str, str]:
    """What a call to another service carries, so that its logs can be found from ours.

    The trace goes on under the same trace id with a new parent span.
    """
    headers = {HEADER: current_correlation_id()}
    trace_id = get_contextvars().get("trace_id")
    if trace_id:
        headers[TRACE_HEADER] = f"00-{trace_id}-{uuid4().hex[:16]}-01"
    return headers
