"""The rows leave nothing out."""

from tests.faults.build.switches import SWITCHES
from tests.faults.rows.happenings import HAPPENINGS
from tests.faults.rows.negative_control import CONTROLS
from tests.faults.rows.outcomes import OUTCOMES


def test_every_ordered_pair_has_its_outcome() -> None:
    assert OUTCOMES.keys() == HAPPENINGS.keys()
    assert all(of.keys() == HAPPENINGS.keys() for of in OUTCOMES.values())


def test_every_switch_has_a_control_of_its_own() -> None:
    alone = [each.switches[0] for each in CONTROLS if len(each.switches) == 1]
    assert sorted(alone) == sorted(SWITCHES)
