"""The rows leave nothing out."""

from tests.faults.build.safeguards import DISABLE
from tests.faults.rows.expected_outcomes import EXPECTED_OUTCOMES
from tests.faults.rows.negative_control import CONTROLS
from tests.faults.rows.seat_operations import SEAT_OPERATIONS


def test_every_ordered_pair_has_its_outcome() -> None:
    assert EXPECTED_OUTCOMES.keys() == SEAT_OPERATIONS.keys()
    assert all(of.keys() == SEAT_OPERATIONS.keys() for of in EXPECTED_OUTCOMES.values())


def test_every_switch_has_a_control_of_its_own() -> None:
    alone = [each.disabled[0] for each in CONTROLS if len(each.disabled) == 1]
    assert sorted(alone) == sorted(DISABLE)
