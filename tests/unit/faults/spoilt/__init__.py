"""Ways to spoil good books, a room for each room of the auditor's rules."""

from tests.unit.faults.spoilt import answers, events, holds, money, refusals, seats
from tests.unit.faults.spoilt.register import FINE, SPOILT, Spoil

__all__ = ["FINE", "SPOILT", "Spoil", "answers", "events", "holds", "money", "refusals", "seats"]
