"""The auditor's rules: what must be true once all work is finished. A rule yields violations."""

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
    """Return the violations by the rule that found them."""
    return {rule.__name__: found for rule in RULES if (found := _found(rule, records))}


def _found(rule: Rule, records: Records) -> list[str]:
    try:
        return list(rule(records))
    except Exception as error:
        # Records that one rule cannot read must still be checked by the others.
        return [f"cannot be checked: {error!r}"]
