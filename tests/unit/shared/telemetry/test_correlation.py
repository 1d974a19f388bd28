"""The correlation id and the trace follow a request into logs, calls and events."""

import pytest
from structlog.contextvars import get_contextvars

from shared.telemetry.correlation import (
    accept_correlation_id,
    correlated,
    current_correlation_id,
    outgoing_headers,
    traced,
)

TRACE, SPAN = "a" * 32, "b" * 16
TRACEPARENT = f"00-{TRACE}-{SPAN}-01"


@pytest.mark.parametrize("offered", ["the-request-id", "A1_b2-C3", "x" * 64, "x" * 8])
def test_a_safe_correlation_id_is_kept(offered: str) -> None:
    assert accept_correlation_id(offered) == offered


@pytest.mark.parametrize(
    "offered",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("short", id="too short"),
        pytest.param("x" * 65, id="too long"),
        pytest.param("with space in", id="a space"),
        pytest.param('quote"quote', id="a quote"),
        pytest.param("line\nbreak", id="a line break"),
        pytest.param("the-request-id\n", id="a line break at the end"),
    ],
)
def test_an_unsafe_correlation_id_is_replaced(offered: str | None) -> None:
    accepted = accept_correlation_id(offered)
    assert accepted != offered
    assert accept_correlation_id(accepted) == accepted


def test_the_correlation_id_ends_with_its_block() -> None:
    with correlated("the-request-id"):
        assert current_correlation_id() == "the-request-id"
    assert current_correlation_id() != "the-request-id"
    assert current_correlation_id() != current_correlation_id()


def test_calls_carry_the_correlation_id_and_the_callers_traceparent() -> None:
    headers = {"traceparent": TRACEPARENT, "tracestate": "vendor=value"}
    with correlated("the-request-id"), traced(headers):
        assert outgoing_headers() == {"x-correlation-id": "the-request-id"} | headers
        assert get_contextvars()["trace_id"] == TRACE


def test_the_trace_ends_with_its_block() -> None:
    with traced({"traceparent": TRACEPARENT}):
        pass
    assert "traceparent" not in outgoing_headers()
    assert "trace_id" not in get_contextvars()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({"traceparent": "nonsense"}, id="nonsense"),
        pytest.param({"traceparent": f"00-{'0' * 32}-{SPAN}-01"}, id="trace of zeros"),
        pytest.param({"traceparent": f"00-{TRACE}-{'0' * 16}-01"}, id="span of zeros"),
        pytest.param({"traceparent": f"ff-{TRACE}-{SPAN}-01"}, id="forbidden version"),
    ],
)
def test_without_a_valid_traceparent_no_trace_is_invented(headers: dict[str, str]) -> None:
    with correlated("the-request-id"), traced(headers):
        assert outgoing_headers() == {"x-correlation-id": "the-request-id"}
        assert "trace_id" not in get_contextvars()


def test_a_request_does_not_inherit_the_trace_of_another() -> None:
    with traced({"traceparent": TRACEPARENT}), traced({}):
        assert "traceparent" not in outgoing_headers()
