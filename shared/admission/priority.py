"""What is shed last, and what first."""

from enum import IntEnum


class Priority(IntEnum):
    """How much a piece of work matters; of two, the smaller number is admitted first."""

    ALWAYS = 0
    """Never shed: it continues what has begun."""
    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4
    LAST = 5


_SHARES = {
    Priority.FIRST: 1.0,
    Priority.SECOND: 0.95,
    Priority.THIRD: 0.9,
    Priority.FOURTH: 0.8,
    Priority.LAST: 0.7,
}


def allowance(priority: Priority, limit: float) -> float:
    """Return how much may be worked on for work of this priority to be begun, too.

    The rest is kept free for what matters more. Everything may begin when nothing else is done.
    """
    if priority is Priority.ALWAYS:
        return float("inf")
    return max(1.0, limit * _SHARES[priority])
