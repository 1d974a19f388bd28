"""Rules about money: which changes they report."""

from datetime import timedelta
from typing import Any

import pytest

from tests.faults.auditor.records import Charge
from tests.faults.auditor.rules import money
from tests.unit.faults.auditor.cases import (
    Cases,
    Change,
    assert_harmless,
    assert_reported,
    change_name,
)
from tests.unit.faults.records.basics import SHOWTIME, at
from tests.unit.faults.records.changes import cancel_showtime

CASES = Cases()


@CASES.breaks(money.charges_and_refunds_are_owed)
def no_refund_for_a_cancelled_showtime(records: Any) -> None:
    cancel_showtime(records)
    records.bookings["bkg_1"]["refundMinor"] = 0
    records.charges["pay_1"] = Charge(500, "captured", "MXN")


@CASES.breaks(money.prices_add_up)
def a_booking_that_costs_less_than_its_seats(records: Any) -> None:
    records.bookings["bkg_1"]["amountMinor"] = 499


@CASES.breaks(money.prices_add_up)
def seats_in_another_currency(records: Any) -> None:
    records.bookings["bkg_1"]["seats"][0]["currency"] = "USD"


@CASES.breaks(money.prices_add_up)
def a_booking_at_another_price_than_its_hold(records: Any) -> None:
    records.holds["hld_1"]["seats"][0]["amountMinor"] = 300


@CASES.breaks(money.prices_add_up)
def a_payment_in_another_currency(records: Any) -> None:
    records.payments["pay_1"]["currency"] = "USD"


@CASES.breaks(money.prices_add_up)
def a_payment_for_something_else(records: Any) -> None:
    records.payments["pay_1"]["reference"] = "bkg_2"


@CASES.breaks(money.prices_add_up)
def a_charge_in_another_currency(records: Any) -> None:
    records.charges["pay_1"] = Charge(500, "captured", "USD")


@CASES.breaks(money.charges_and_refunds_are_owed)
def nothing_charged(records: Any) -> None:
    del records.charges["pay_1"]


@CASES.breaks(money.charges_and_refunds_are_owed)
def a_charge_for_no_booking(records: Any) -> None:
    records.charges["pay_3"] = Charge(500, "captured", "MXN")


@CASES.breaks(money.charges_and_refunds_are_owed)
def a_charge_that_is_too_low(records: Any) -> None:
    records.charges["pay_1"] = Charge(499, "captured", "MXN")


@CASES.breaks(money.charges_and_refunds_are_owed)
def a_refund_of_a_confirmed_booking(records: Any) -> None:
    records.charges["pay_1"] = Charge(500, "captured", "MXN", refunds={"ref_1": 1})


@CASES.breaks(money.charges_and_refunds_are_owed)
def a_charge_that_is_still_authorized(records: Any) -> None:
    records.charges["pay_3"] = Charge(500, "authorized", "MXN")


def _set_refund(records: Any, amount: int) -> None:
    """Set the refund of the cancelled booking to this amount in all records."""
    records.bookings["bkg_2"]["refundMinor"] = amount
    refunds = {"ref_2": amount} if amount else {}
    records.charges["pay_2"] = Charge(500, "captured", "MXN", refunds=refunds)
    records.payments["pay_2"]["refunds"] = [
        {"id": id, "amountMinor": each, "done": True} for id, each in refunds.items()
    ]
    records.payments["pay_2"]["status"] = {0: "CAPTURED", 500: "REFUNDED"}.get(
        amount, "PARTIALLY_REFUNDED"
    )
    records.ledger[2]["amountMinor"] = amount
    records.events["booking.cancelled.v1"][0]["data"]["refundMinor"] = amount
    records.events["payment.refunded.v1"][0]["data"]["amountMinor"] = amount
    if not amount:
        records.ledger.pop()
        records.events["payment.refunded.v1"].clear()


@CASES.breaks(money.charges_and_refunds_are_owed)
def nothing_refunded_in_all_records(records: Any) -> None:
    _set_refund(records, 0)


@CASES.breaks(money.charges_and_refunds_are_owed)
def half_refunded_a_week_before(records: Any) -> None:
    _set_refund(records, 250)


def _set_start(records: Any, before: timedelta) -> None:
    """Set the time between the cancellation and the showtime's start."""
    starts = at(40) + before
    for row in (records.showtimes[SHOWTIME], records.inventories[SHOWTIME]):
        row |= {"startsAt": starts, "endsAt": starts + timedelta(hours=2)}
    records.events["catalog.showtime.scheduled.v1"][0]["data"]["startsAt"] = starts.isoformat()


@CASES.breaks(money.charges_and_refunds_are_owed)
def all_refunded_a_few_hours_before(records: Any) -> None:
    _set_start(records, timedelta(hours=3))


@CASES.is_harmless
def half_refunded_a_few_hours_before(records: Any) -> None:
    _set_start(records, timedelta(hours=3))
    _set_refund(records, 250)


@CASES.is_harmless
def nothing_refunded_an_hour_before(records: Any) -> None:
    _set_start(records, timedelta(hours=1))
    _set_refund(records, 0)


@CASES.breaks(money.charges_and_refunds_are_owed)
def a_refund_without_a_cancellation(records: Any) -> None:
    records.calls[:] = [each for each in records.calls if each.operation != "cancelBooking"]


@CASES.breaks(money.charges_and_refunds_are_owed)
def another_refund_than_was_promised(records: Any) -> None:
    records.bookings["bkg_2"]["refundMinor"] = 250


@CASES.breaks(money.payments_match_the_provider)
def a_charge_without_a_payment(records: Any) -> None:
    del records.payments["pay_1"]


@CASES.breaks(money.payments_match_the_provider)
def a_payment_with_another_status(records: Any) -> None:
    records.payments["pay_2"]["status"] = "PARTIALLY_REFUNDED"


@CASES.breaks(money.payments_match_the_provider)
def a_refund_unknown_to_the_provider(records: Any) -> None:
    records.payments["pay_1"]["refunds"].append({"id": "ref_1", "amountMinor": 1, "done": True})


@CASES.breaks(money.payments_match_the_provider)
def a_payment_declined_at_the_provider(records: Any) -> None:
    records.charges["pay_1"] = Charge(500, "declined", "MXN", "card_declined")


@CASES.breaks(money.payments_match_the_provider)
def a_booking_with_another_decline_code(records: Any) -> None:
    records.bookings["bkg_1"]["declineCode"] = "card_declined"


@CASES.breaks(money.payments_match_the_provider)
def a_payment_for_no_booking(records: Any) -> None:
    records.payments["pay_3"] = records.payments["pay_1"] | {"reference": "bkg_3"}


@CASES.breaks(money.ledger_matches_the_provider)
def a_missing_entry(records: Any) -> None:
    records.ledger.pop(0)


@CASES.breaks(money.ledger_matches_the_provider)
def an_entry_twice(records: Any) -> None:
    records.ledger.append(records.ledger[0])


@CASES.breaks(money.ledger_matches_the_provider)
def an_entry_between_other_accounts(records: Any) -> None:
    records.ledger[0]["credit"] = "cash"


@CASES.breaks(money.ledger_matches_the_provider)
def an_entry_that_moves_nothing(records: Any) -> None:
    records.ledger[0]["credit"] = records.ledger[0]["debit"]


@CASES.breaks(money.ledger_matches_the_provider)
def an_entry_with_swapped_accounts(records: Any) -> None:
    entry = records.ledger[0]
    entry |= {"debit": entry["credit"], "credit": entry["debit"]}


@CASES.breaks(money.ledger_matches_the_provider)
def entries_with_swapped_amounts(records: Any) -> None:
    # The sums stay the same.
    records.ledger[0]["amountMinor"], records.ledger[1]["amountMinor"] = 400, 600


@CASES.breaks(money.ledger_matches_the_provider)
def an_entry_in_another_currency(records: Any) -> None:
    records.ledger[0]["currency"] = "USD"


@pytest.mark.parametrize(("rule", "change"), CASES.violations, ids=change_name)
def test_a_violation_is_reported_by_its_rule(rule: str, change: Change) -> None:
    assert_reported(rule, change)


@pytest.mark.parametrize("change", CASES.harmless, ids=change_name)
def test_a_harmless_change_is_not_reported(change: Change) -> None:
    assert_harmless(change)


def test_each_rule_has_a_violation() -> None:
    assert CASES.rules == {rule.__name__ for rule in money.RULES}
