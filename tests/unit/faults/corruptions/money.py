"""Money that is not where it should be."""

from datetime import timedelta
from typing import Any

from tests.faults.auditor.records import Charge
from tests.unit.faults.consistent_records import SHOWTIME, at
from tests.unit.faults.corruptions.registry import breaks, is_harmless


@breaks("prices_add_up")
def a_booking_that_costs_less_than_its_seats(records: Any) -> None:
    records.bookings["bkg_1"]["amountMinor"] = 499


@breaks("prices_add_up")
def seats_in_another_currency(records: Any) -> None:
    records.bookings["bkg_1"]["seats"][0]["currency"] = "USD"


@breaks("prices_add_up")
def a_booking_at_another_price_than_its_hold(records: Any) -> None:
    records.holds["hld_1"]["seats"][0]["amountMinor"] = 300


@breaks("prices_add_up")
def a_payment_in_another_currency(records: Any) -> None:
    records.payments["pay_1"]["currency"] = "USD"


@breaks("prices_add_up")
def a_payment_for_something_else(records: Any) -> None:
    records.payments["pay_1"]["reference"] = "bkg_2"


@breaks("prices_add_up")
def a_charge_in_another_currency(records: Any) -> None:
    records.charges["pay_1"] = Charge(500, "captured", "USD")


@breaks("charges_and_refunds_are_owed")
def nothing_charged(records: Any) -> None:
    del records.charges["pay_1"]


@breaks("charges_and_refunds_are_owed")
def a_charge_for_no_booking(records: Any) -> None:
    records.charges["pay_3"] = Charge(500, "captured", "MXN")


@breaks("charges_and_refunds_are_owed")
def a_charge_that_is_too_low(records: Any) -> None:
    records.charges["pay_1"] = Charge(499, "captured", "MXN")


@breaks("charges_and_refunds_are_owed")
def a_refund_of_what_stands(records: Any) -> None:
    records.charges["pay_1"] = Charge(500, "captured", "MXN", refunds={"ref_1": 1})


@breaks("charges_and_refunds_are_owed")
def a_card_that_is_still_reserved(records: Any) -> None:
    records.charges["pay_3"] = Charge(500, "authorized", "MXN")


def _refunded(records: Any, amount: int) -> None:
    """The same amount in all books."""
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


@breaks("charges_and_refunds_are_owed")
def nothing_refunded_on_which_all_agree(records: Any) -> None:
    _refunded(records, 0)


@breaks("charges_and_refunds_are_owed")
def half_refunded_a_week_before(records: Any) -> None:
    _refunded(records, 250)


def _starts(records: Any, before: timedelta) -> None:
    """The showtime begins so long after the booking was cancelled."""
    starts = at(40) + before
    for row in (records.showtimes[SHOWTIME], records.inventories[SHOWTIME]):
        row |= {"startsAt": starts, "endsAt": starts + timedelta(hours=2)}
    records.events["catalog.showtime.scheduled.v1"][0]["data"]["startsAt"] = starts.isoformat()


@breaks("charges_and_refunds_are_owed")
def all_refunded_a_few_hours_before(records: Any) -> None:
    _starts(records, timedelta(hours=3))


@is_harmless
def half_refunded_a_few_hours_before(records: Any) -> None:
    _starts(records, timedelta(hours=3))
    _refunded(records, 250)


@is_harmless
def nothing_refunded_an_hour_before(records: Any) -> None:
    _starts(records, timedelta(hours=1))
    _refunded(records, 0)


@breaks("charges_and_refunds_are_owed")
def cancelled_at_nobodys_wish(records: Any) -> None:
    records.calls[:] = [each for each in records.calls if each.operation != "cancelBooking"]


@breaks("charges_and_refunds_are_owed")
def another_refund_than_was_promised(records: Any) -> None:
    records.bookings["bkg_2"]["refundMinor"] = 250


@breaks("payments_match_the_provider")
def no_payment(records: Any) -> None:
    del records.payments["pay_1"]


@breaks("payments_match_the_provider")
def another_state(records: Any) -> None:
    records.payments["pay_2"]["status"] = "PARTIALLY_REFUNDED"


@breaks("payments_match_the_provider")
def a_refund_that_the_provider_has_not(records: Any) -> None:
    records.payments["pay_1"]["refunds"].append({"id": "ref_1", "amountMinor": 1, "done": True})


@breaks("payments_match_the_provider")
def a_payment_that_was_declined(records: Any) -> None:
    records.charges["pay_1"] = Charge(500, "declined", "MXN", "card_declined")


@breaks("payments_match_the_provider")
def a_booking_that_was_declined(records: Any) -> None:
    records.bookings["bkg_1"]["declineCode"] = "card_declined"


@breaks("payments_match_the_provider")
def a_payment_for_no_booking(records: Any) -> None:
    records.payments["pay_3"] = records.payments["pay_1"] | {"reference": "bkg_3"}


@breaks("ledger_matches_the_provider")
def no_entry(records: Any) -> None:
    records.ledger.pop(0)


@breaks("ledger_matches_the_provider")
def an_entry_twice(records: Any) -> None:
    records.ledger.append(records.ledger[0])


@breaks("ledger_matches_the_provider")
def an_entry_between_other_accounts(records: Any) -> None:
    records.ledger[0]["credit"] = "cash"


@breaks("ledger_matches_the_provider")
def an_entry_that_moves_nothing(records: Any) -> None:
    records.ledger[0]["credit"] = records.ledger[0]["debit"]


@breaks("ledger_matches_the_provider")
def an_entry_the_wrong_way(records: Any) -> None:
    entry = records.ledger[0]
    entry |= {"debit": entry["credit"], "credit": entry["debit"]}


@breaks("ledger_matches_the_provider")
def entries_of_each_others_payments(records: Any) -> None:
    # Altogether they come to the same.
    records.ledger[0]["amountMinor"], records.ledger[1]["amountMinor"] = 400, 600


@breaks("ledger_matches_the_provider")
def an_entry_in_another_currency(records: Any) -> None:
    records.ledger[0]["currency"] = "USD"
