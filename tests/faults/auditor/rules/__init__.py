"""What must be true once everything is quiet. Each rule yields what is not."""

from collections.abc import Callable, Iterator, Sequence

from tests.faults.auditor.records import Records
from tests.faults.auditor.rules import answers, effects, events, holds, money, refusals, seats

Rule = Callable[[Records], Iterator[str]]

RULES: Sequence[Rule] = (
    *seats.RULES,
    *holds.RULES,
    *money.RULES,
    *events.RULES,
    *effects.RULES,
    *answers.RULES,
    *refusals.RULES,
)


def judge(records: Records) -> dict[str, list[str]]:
    """What is not so, by the rule that says it."""
    return {rule.__name__: found for rule in RULES if (found := _found(rule, records))}


def _found(rule: Rule, records: Records) -> list[str]:
    try:
        return list(rule(records))
    except Exception as error:
        # Books that are too spoilt for one rule are still to be judged by the others.
        return [f"it cannot be told: {error!r}"]
