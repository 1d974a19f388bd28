"""Secrets never reach a log line, neither by name nor through a traceback."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shared.telemetry.correlation import correlated
from shared.telemetry.logs import LONGEST_LINE, LONGEST_TEXT, configure_logging

SECRET = "correct-horse-battery"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Configure logging as a service does, into memory, and restore the handlers afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    output = io.StringIO()
    monkeypatch.setattr("sys.stdout", output)
    configure_logging("test", "INFO")
    yield output
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _last_line(output: io.StringIO) -> dict[str, Any]:
    return json.loads(output.getvalue().splitlines()[-1])


@pytest.mark.parametrize(
    "field", ["password", "newPassword", "token", "Cookie", "authorization", "api_key", "secret_id"]
)
def test_secrets_are_redacted_by_name_at_any_depth(lines: io.StringIO, field: str) -> None:
    structlog.get_logger().info("event", outer={"inner": {field: SECRET}}, **{field: SECRET})
    assert SECRET not in lines.getvalue()
    assert _last_line(lines)[field] == "[redacted]"


def test_secrets_are_redacted_in_lists(lines: io.StringIO) -> None:
    structlog.get_logger().info("calls", calls=[{"token": SECRET, "ms": 1}, {"ms": 2}])
    assert _last_line(lines)["calls"] == [{"token": "[redacted]", "ms": 1}, {"ms": 2}]


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
    line = _last_line(lines)
    assert (line["event"], line["correlation_id"], line["service"]) == (
        "hello",
        "the-request-id",
        "test",
    )


def test_a_long_text_is_cut_at_any_depth(lines: io.StringIO) -> None:
    text = "A" * 100_000
    structlog.get_logger().warning("event", name=text, outer={"inner": [text]}, short="as it is")
    line = _last_line(lines)
    cut = "A" * LONGEST_TEXT + "… (100000 characters)"
    assert (line["name"], line["outer"], line["short"]) == (cut, {"inner": [cut]}, "as it is")


def test_the_message_of_an_exception_and_of_a_library_is_cut(lines: io.StringIO) -> None:
    try:
        raise ValueError("A" * 100_000)
    except ValueError:
        structlog.get_logger().exception("fault")
    logging.getLogger("some.library").warning("B" * 100_000)
    assert [len(line) < LONGEST_LINE for line in lines.getvalue().splitlines()] == [True, True]


def test_of_a_line_that_is_too_long_its_name_is_kept(lines: io.StringIO) -> None:
    with correlated("the-request-id"):
        structlog.get_logger().error("event", many=["x" * 100] * 1_000)
    line = _last_line(lines)
    assert (line["event"], line["level"], line["service"]) == ("event", "error", "test")
    assert line["correlation_id"] == "the-request-id"
    assert line["left_out_bytes"] > 100_000
    assert len(lines.getvalue()) < 1_000
