"""Rules about effects in other services: which changes they report."""

from datetime import timedelta
from typing import Any

import pytest

from tests.faults.auditor.rules import effects
from tests.unit.faults.auditor.cases import Cases, Change, assert_reported, change_name
from tests.unit.faults.records.basics import ACCOUNT, SHOWTIME, STARTS
from tests.unit.faults.records.changes import cancel_showtime, delete_account
from tests.unit.faults.records.consistent import consistent_records
from tests.unit.faults.records.events import event

CASES = Cases()


@CASES.breaks(effects.bookings_end_with_their_showtime)
def a_booking_of_a_cancelled_showtime(records: Any) -> None:
    cancel_showtime(records)
    records.bookings["bkg_1"]["status"] = "CONFIRMED"


@CASES.breaks(effects.bookings_end_with_their_showtime)
def a_booking_of_a_showtime_cancelled_without_an_event(records: Any) -> None:
    a_booking_of_a_cancelled_showtime(records)
    records.events["catalog.showtime.cancelled.v1"].clear()


@CASES.breaks(effects.inventories_match_the_schedule)
def a_cancelled_showtime_on_sale(records: Any) -> None:
    cancel_showtime(records)
    records.inventories[SHOWTIME]["scheduled"] = True


@CASES.breaks(effects.deleted_accounts_are_named_nowhere)
def a_deleted_account_that_exists(records: Any) -> None:
    delete_account(records)
    records.accounts.add(ACCOUNT)


@CASES.breaks(effects.deleted_accounts_are_named_nowhere)
def a_session_of_a_deleted_account(records: Any) -> None:
    delete_account(records)
    records.sessions.add(ACCOUNT)


@CASES.breaks(effects.deleted_accounts_are_named_nowhere)
def a_hold_of_a_deleted_account(records: Any) -> None:
    delete_account(records)
    records.holds.update(consistent_records().holds)


@CASES.breaks(effects.deleted_accounts_are_named_nowhere)
def a_booking_of_an_account_deleted_without_an_event(records: Any) -> None:
    delete_account(records)
    records.events["account.deleted.v1"].clear()
    records.bookings["bkg_1"]["accountId"] = ACCOUNT


@CASES.breaks(effects.deleted_accounts_are_named_nowhere)
def a_payment_of_a_deleted_account(records: Any) -> None:
    delete_account(records)
    records.payments["pay_1"]["accountId"] = ACCOUNT


@CASES.breaks(effects.deleted_accounts_are_named_nowhere)
def a_seat_of_a_deleted_account(records: Any) -> None:
    delete_account(records)
    records.inventories[SHOWTIME]["seats"]["A1"]["accountId"] = ACCOUNT


@CASES.breaks(effects.inventories_match_the_schedule)
def an_inventory_with_another_start(records: Any) -> None:
    records.inventories[SHOWTIME]["startsAt"] += timedelta(hours=1)


@CASES.breaks(effects.inventories_match_the_schedule)
def a_showtime_without_an_inventory(records: Any) -> None:
    records.inventories.clear()


@CASES.breaks(effects.inventories_match_the_schedule)
def an_inventory_without_a_seat(records: Any) -> None:
    del records.inventories[SHOWTIME]["seats"]["A2"]


@CASES.breaks(effects.inventories_match_the_schedule)
def an_inventory_with_other_prices(records: Any) -> None:
    records.inventories[SHOWTIME]["prices"][0]["amountMinor"] = 300


@CASES.breaks(effects.bookings_end_with_their_showtime)
def a_booking_of_a_moved_showtime(records: Any) -> None:
    records.events["catalog.showtime.moved.v1"] = [
        event(
            14,
            "catalog.showtime.moved.v1",
            60,
            showtimeId=SHOWTIME,
            startsAt=STARTS.isoformat(),
            auditoriumId="aud_1",
        )
    ]


@CASES.breaks(effects.catalog_knows_every_booking)
def a_booking_unknown_to_catalog(records: Any) -> None:
    records.bookings_in_catalog.clear()


@CASES.breaks(effects.catalog_knows_every_booking)
def a_cancellation_unknown_to_catalog(records: Any) -> None:
    records.bookings_in_catalog["bkg_2"]["stands"] = True


@pytest.mark.parametrize(("rule", "change"), CASES.violations, ids=change_name)
def test_a_violation_is_reported_by_its_rule(rule: str, change: Change) -> None:
    assert_reported(rule, change)


def test_each_rule_has_a_violation() -> None:
    assert CASES.rules == {rule.__name__ for rule in effects.RULES}
