"""How long the work at hand may still take.

A caller tells the milliseconds that remain, not a moment: the clocks of two machines differ. Each
service counts them by its event loop's clock from the request's arrival on, and tells the services
that it calls what is left.
"""

import asyncio
import math
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "x-request-timeout-ms"
"""The header with the milliseconds that a request may take."""

# A moment of the event loop's clock, in seconds.
_deadline: ContextVar[float] = ContextVar("deadline", default=math.inf)


def remaining() -> float:
    """Return how many seconds remain: infinitely many without a deadline, at least 0."""
    deadline = _deadline.get()
    return deadline if deadline == math.inf else max(0.0, deadline - _now())


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Set a deadline in `seconds`; an earlier one stays."""
    token = _deadline.set(min(_deadline.get(), _now() + seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


@contextmanager
def extended(seconds: float) -> Generator[None]:
    """Let the work inside take `seconds`, although the caller's deadline may be earlier.

    This is for work that others may wait for, who have more time.
    """
    token = _deadline.set(max(_deadline.get(), _now() + seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def outgoing_headers(limit: float) -> dict[str, str]:
    """Return the header for a call to another service, which may take `limit` seconds at most."""
    return {HEADER: str(math.floor(min(limit, remaining()) * 1_000))}


def _now() -> float:
    return asyncio.get_running_loop().time()
