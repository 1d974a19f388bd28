"""What must be true once everything is quiet. Each rule yields what is not."""

from collections.abc import Callable, Iterator, Sequence

from tests.faults.auditor.books import Books
from tests.faults.auditor.rules import answers, effects, events, holds, money, refusals, seats

Rule = Callable[[Books], Iterator[str]]

RULES: Sequence[Rule] = (
    *seats.RULES,
    *holds.RULES,
    *money.RULES,
    *events.RULES,
    *effects.RULES,
    *answers.RULES,
    *refusals.RULES,
)
