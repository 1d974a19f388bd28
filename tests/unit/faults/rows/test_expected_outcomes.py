"""The expected outcomes are complete."""

from tests.faults.rows.expected_outcomes import EXPECTED_OUTCOMES
from tests.faults.rows.seat_operations import SEAT_OPERATIONS


def test_every_ordered_pair_of_operations_has_an_expected_outcome() -> None:
    assert EXPECTED_OUTCOMES.keys() == SEAT_OPERATIONS.keys()
    assert all(of.keys() == SEAT_OPERATIONS.keys() for of in EXPECTED_OUTCOMES.values())
