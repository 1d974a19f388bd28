"""Ways to spoil good books, a room for each room of the auditor's rules."""

from tests.unit.faults.corruptions import answers, events, holds, money, refusals, seats
from tests.unit.faults.corruptions.registry import CORRUPTIONS, HARMLESS, Corruption

__all__ = [
    "CORRUPTIONS",
    "HARMLESS",
    "Corruption",
    "answers",
    "events",
    "holds",
    "money",
    "refusals",
    "seats",
]
