"""Where each way to spoil good books is written down."""

from collections.abc import Callable
from typing import Any

Spoil = Callable[[Any], None]
"""Changes good books, which are mappings to their readers and dicts in truth."""

SPOILT: list[tuple[str, Spoil]] = []
"""By the rule that must notice."""
FINE: list[Spoil] = []
"""What is unusual, and no harm."""


def breaks(rule: str) -> Callable[[Spoil], Spoil]:
    """What is done to good books here, that rule must notice."""

    def keep(spoil: Spoil) -> Spoil:
        SPOILT.append((rule, spoil))
        return spoil

    return keep


def is_fine(change: Spoil) -> Spoil:
    """What is done to good books here, no rule may mind."""
    FINE.append(change)
    return change
