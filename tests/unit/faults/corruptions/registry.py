"""Where each way to spoil good books is written down."""

from collections.abc import Callable
from typing import Any

Corruption = Callable[[Any], None]
"""Changes good books, which are mappings to their readers and dicts in truth."""

CORRUPTIONS: list[tuple[str, Corruption]] = []
"""By the rule that must notice."""
HARMLESS: list[Corruption] = []
"""What is unusual, and no harm."""


def breaks(rule: str) -> Callable[[Corruption], Corruption]:
    """What is done to good books here, that rule must notice."""

    def keep(corrupt: Corruption) -> Corruption:
        CORRUPTIONS.append((rule, corrupt))
        return corrupt

    return keep


def is_harmless(change: Corruption) -> Corruption:
    """What is done to good books here, no rule may mind."""
    HARMLESS.append(change)
    return change
