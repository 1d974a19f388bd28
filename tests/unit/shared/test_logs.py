"""What is secret never reaches a log line, by name or through a traceback."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shared.telemetry.correlation import (
    accept_correlation_id,
    correlated,
    outgoing_headers,
    trace_fields,
)
from shared.telemetry.logs import configure_logging

SECRET = "correct-horse-battery"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Logging as a service has it, into memory; the test run's own handlers come back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    output = io.StringIO()
    monkeypatch.setattr("sys.stdout", output)
    configure_logging("test", "INFO")
    yield output
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _written(output: io.StringIO) -> dict[str, Any]:
    return json.loads(output.getvalue().splitlines()[-1])


@pytest.mark.parametrize(
    "field", ["password", "newPassword", "token", "Cookie", "authorization", "api_key", "secret_id"]
)
def test_secrets_are_blanked_by_name_at_any_depth(lines: io.StringIO, field: str) -> None:
    structlog.get_logger().info("event", outer={"inner": {field: SECRET}}, **{field: SECRET})
    assert SECRET not in lines.getvalue()
    assert _written(lines)[field] == "[redacted]"


def test_what_is_secret_is_blanked_in_lists_too(lines: io.StringIO) -> None:
    structlog.get_logger().info("calls", calls=[{"token": SECRET, "ms": 1}, {"ms": 2}])
    assert _written(lines)["calls"] == [{"token": "[redacted]", "ms": 1}, {"ms": 2}]


def test_tracebacks_show_no_local_variables(lines: io.StringIO) -> None:
    def log_in(password: str) -> None:
        raise ValueError("something broke while there was a password of " + str(len(password)))

    try:
        log_in(SECRET)
    except ValueError:
        structlog.get_logger().exception("fault")
    assert "something broke" in lines.getvalue()
    assert SECRET not in lines.getvalue()


def test_lines_of_libraries_are_json_with_the_correlation_id(lines: io.StringIO) -> None:
    with correlated("the-request-id"):
        logging.getLogger("some.library").warning("hello")
    line = _written(lines)
    assert (line["event"], line["correlation_id"], line["service"]) == (
        "hello",
        "the-request-id",
        "test",
    )


@pytest.mark.parametrize("offered", [None, "", "short", "x" * 65, "with space in", 'quote"quote'])
def test_an_unsafe_correlation_id_is_replaced(offered: str | None) -> None:
    assert accept_correlation_id(offered) != offered


def test_calls_carry_the_correlation_id_and_the_trace() -> None:
    trace = trace_fields({"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    with correlated("the-request-id", **trace):
        headers = outgoing_headers()
    assert headers["x-correlation-id"] == "the-request-id"
    assert headers["traceparent"].startswith(f"00-{'a' * 32}-")
    assert "b" * 16 not in headers["traceparent"]
