"""The auditor as a whole: consistent records pass, unreadable ones do not."""

import pytest

from tests.faults.auditor.rules import judge
from tests.unit.faults.auditor.cases import Change, assert_harmless, change_name
from tests.unit.faults.records.changes import add_second_account, cancel_showtime, delete_account
from tests.unit.faults.records.consistent import consistent_records


def test_consistent_records_have_no_violations() -> None:
    assert judge(consistent_records()) == {}


@pytest.mark.parametrize(
    "change", [add_second_account, cancel_showtime, delete_account], ids=change_name
)
def test_a_complete_change_has_no_violations(change: Change) -> None:
    assert_harmless(change)


def test_records_that_a_rule_cannot_read_are_a_violation() -> None:
    records = consistent_records()
    del records.bookings["bkg_1"]["seats"]
    assert "cannot be checked: KeyError('seats')" in judge(records)["prices_add_up"]
