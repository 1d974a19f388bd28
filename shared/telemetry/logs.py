"""JSON log lines on standard output, bounded in length and without secrets."""

import json
import logging
import sys
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

import structlog

_SECRET_NAMES = ("password", "secret", "token", "cookie", "authorization", "private_key", "api_key")
LONGEST_TEXT = 2_000
"""The longest text in a line, in characters: what a client wrote must not fill the log."""
LONGEST_LINE = 32_000
"""The longest line, in bytes; a traceback of 50 frames has 3,000."""
# Of a line that is too long, these remain.
_KEPT_FIELDS = ("event", "level", "timestamp", "service", "correlation_id", "trace_id")

# Without local variables: a login has a password among them.
_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)
_VERBOSE_LIBRARIES = ("httpx", "httpcore", "aiokafka", "gql", "urllib3", "uvicorn.access")


def configure_logging(service: str, level: str) -> None:
    """Send every log line, ours and the libraries', to stdout through one JSON formatter."""
    processors: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _TRACEBACKS,
        _name_service(service),
        redact,
    ]
    as_json = structlog.processors.JSONRenderer(bounded_json)
    # Our own lines do not pass through the standard library's logging, which doubles their cost.
    structlog.configure(
        processors=[*processors, as_json],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, as_json],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _VERBOSE_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def redact(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace every value whose name marks it as secret, at any depth."""
    for name, value in line.items():
        line[name] = _redacted(name, value)
    return line


def _redacted(name: str, value: Any) -> Any:
    if _is_secret(name):
        return "[redacted]"
    if isinstance(value, dict):
        return {key: _redacted(str(key), inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - any value may be logged
    if isinstance(value, list | tuple):
        return [_redacted(name, inner) for inner in value]  # pyright: ignore[reportUnknownVariableType] - the same
    return value


@lru_cache(1_000)
def _is_secret(name: str) -> bool:
    return any(secret in name.lower() for secret in _SECRET_NAMES)


def bounded_json(line: dict[str, Any], **options: Any) -> str:
    """Return the line as JSON with each long text cut; a line still too long keeps its name."""
    encoded = json.dumps(_cut(line), **options)
    if len(encoded) <= LONGEST_LINE:
        return encoded
    kept = {name: line[name] for name in _KEPT_FIELDS if name in line}
    return json.dumps(_cut(kept) | {"left_out_bytes": len(encoded)}, **options)


def _cut(value: Any) -> Any:
    match value:
        case str():
            if len(value) > LONGEST_TEXT:
                return f"{value[:LONGEST_TEXT]}… ({len(value)} characters)"
            return value
        case dict():
            return {_cut(name): _cut(inner) for name, inner in value.items()}  # pyright: ignore[reportUnknownVariableType] - any value may be logged
        case list() | tuple():
            return [_cut(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType] - the same
        case _:
            return value


def _name_service(service: str) -> structlog.types.Processor:
    def add(
        _logger: object, _method: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        line["service"] = service
        return line

    return add
