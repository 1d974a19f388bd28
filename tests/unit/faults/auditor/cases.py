"""Changes of consistent records, and the rule of the auditor that must report each."""

from collections.abc import Callable, Set
from typing import Any

from tests.faults.auditor.rules import Rule, judge
from tests.unit.faults.records.consistent import consistent_records

Change = Callable[[Any], None]
"""Changes records in place: the auditor reads them as mappings, but here they are dicts."""


class Cases:
    """The changes for the rules of one module."""

    def __init__(self) -> None:
        self.violations: list[tuple[str, Change]] = []
        """The name of the rule that must report the change, and the change."""
        self.harmless: list[Change] = []
        """Changes that no rule may report."""

    @property
    def rules(self) -> Set[str]:
        """Return the names of the rules that have a violation."""
        return {rule for rule, _ in self.violations}

    def breaks(self, rule: Rule) -> Callable[[Change], Change]:
        """Add a change that `rule` must report."""

        def add(change: Change) -> Change:
            self.violations.append((rule.__name__, change))
            return change

        return add

    def is_harmless(self, change: Change) -> Change:
        """Add a change that no rule may report."""
        self.harmless.append(change)
        return change


def change_name(parameter: object) -> str:
    """Return the name of a change, or of a rule, for a test's id."""
    return getattr(parameter, "__name__", str(parameter))


def assert_reported(rule: str, change: Change) -> None:
    """Assert that the rule reports the change, and that every rule can read the records."""
    records = consistent_records()
    change(records)
    found = judge(records)
    assert rule in found
    assert not any("cannot be checked" in line for lines in found.values() for line in lines)


def assert_harmless(change: Change) -> None:
    """Assert that no rule reports the change."""
    records = consistent_records()
    change(records)
    assert judge(records) == {}
