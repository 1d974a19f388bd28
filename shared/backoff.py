"""Pauses between attempts that grow, up to a limit."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential back-off: the pause doubles from `first` to at most `longest`."""

    first: timedelta
    longest: timedelta

    def pause(self, attempt: int) -> timedelta:
        """Return the pause after the given attempt, counted from 1."""
        # Bounded, so that the product never overflows.
        doublings = min(max(attempt, 1) - 1, 32)
        return min(self.first * 2**doublings, self.longest)
