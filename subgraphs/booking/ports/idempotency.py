"""Calls that have their effect once."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from subgraphs.booking.domain.calls import Call

Answer = dict[str, Any]
"""What a call answers, as JSON values."""
Work = Callable[[str], Awaitable[Answer]]
"""Does a call's work. Its argument is the call's seed, a ULID: each try derives its ids from it."""


class Idempotency(Protocol):
    """Gives each call at most one effect, and every repetition the same answer."""

    async def once(self, call: Call, work: Work) -> Answer:
        """Do `work` unless it has been done; return its answer, or the stored one.

        A Refusal that `work` raises is not stored: nothing has changed, and a retry may succeed.
        After any other exception a retry gets the same seed.

        Raises InvalidInput for a key of the wrong length, and IdempotencyConflict for other
        arguments under the same key or when the first call is still running after a long wait.
        """
        ...
