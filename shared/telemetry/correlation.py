"""The correlation id and the W3C trace that follow a client's request through every part."""

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from opentelemetry import context as otel_context
from opentelemetry.trace import format_trace_id, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bound_contextvars, get_contextvars

HEADER = "x-correlation-id"

_ACCEPTED = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PROPAGATOR = TraceContextTextMapPropagator()


@contextmanager
def correlated(correlation_id: str) -> Generator[None]:
    """Give every log line, call and event inside this correlation id."""
    with bound_contextvars(correlation_id=correlation_id):
        yield


@contextmanager
def traced(headers: Mapping[str, str]) -> Generator[None]:
    """Continue the caller's trace, if `headers` carry a valid `traceparent`.

    Log lines inside have its `trace_id`; outgoing calls carry it on.
    """
    context = _PROPAGATOR.extract(headers)
    span_context = get_current_span(context).get_span_context()
    fields = {"trace_id": format_trace_id(span_context.trace_id)} if span_context.is_valid else {}
    token = otel_context.attach(context)
    try:
        with bound_contextvars(**fields):
            yield
    finally:
        otel_context.detach(token)


def current_correlation_id() -> str:
    """Return the id of the request or event being handled; a fresh one outside of any."""
    return get_contextvars().get("correlation_id") or uuid4().hex


def accept_correlation_id(offered: str | None) -> str:
    """Return the caller's id when it is safe to log and pass on, else a fresh one."""
    if offered and _ACCEPTED.fullmatch(offered):
        return offered
    return uuid4().hex


def outgoing_headers() -> dict[str, str]:
    """Return the headers that tie a call to another service to this request."""
    headers = {HEADER: current_correlation_id()}
    _PROPAGATOR.inject(headers)
    return headers
