"""Money that is not where it should be."""

from datetime import timedelta
from typing import Any

from tests.faults.auditor.books import Charge
from tests.unit.faults.good_books import SHOWTIME, at
from tests.unit.faults.spoilt.register import breaks, is_fine


@breaks("prices_add_up")
def a_booking_that_costs_less_than_its_seats(books: Any) -> None:
    books.bookings["bkg_1"]["amountMinor"] = 499


@breaks("prices_add_up")
def seats_in_another_currency(books: Any) -> None:
    books.bookings["bkg_1"]["seats"][0]["currency"] = "USD"


@breaks("prices_add_up")
def a_booking_at_another_price_than_its_hold(books: Any) -> None:
    books.holds["hld_1"]["seats"][0]["amountMinor"] = 300


@breaks("prices_add_up")
def a_payment_in_another_currency(books: Any) -> None:
    books.payments["pay_1"]["currency"] = "USD"


@breaks("prices_add_up")
def a_payment_for_something_else(books: Any) -> None:
    books.payments["pay_1"]["reference"] = "bkg_2"


@breaks("prices_add_up")
def a_charge_in_another_currency(books: Any) -> None:
    books.charges["pay_1"] = Charge(500, "captured", "USD")


@breaks("money_taken_is_money_owed")
def nothing_charged(books: Any) -> None:
    del books.charges["pay_1"]


@breaks("money_taken_is_money_owed")
def a_charge_for_no_booking(books: Any) -> None:
    books.charges["pay_3"] = Charge(500, "captured", "MXN")


@breaks("money_taken_is_money_owed")
def a_charge_that_is_too_low(books: Any) -> None:
    books.charges["pay_1"] = Charge(499, "captured", "MXN")


@breaks("money_taken_is_money_owed")
def a_refund_of_what_stands(books: Any) -> None:
    books.charges["pay_1"] = Charge(500, "captured", "MXN", refunds={"ref_1": 1})


@breaks("money_taken_is_money_owed")
def a_card_that_is_still_reserved(books: Any) -> None:
    books.charges["pay_3"] = Charge(500, "authorized", "MXN")


def _refunded(books: Any, amount: int) -> None:
    """The same amount in all books."""
    books.bookings["bkg_2"]["refundMinor"] = amount
    refunds = {"ref_2": amount} if amount else {}
    books.charges["pay_2"] = Charge(500, "captured", "MXN", refunds=refunds)
    books.payments["pay_2"]["refunds"] = [
        {"id": id, "amountMinor": each, "done": True} for id, each in refunds.items()
    ]
    books.payments["pay_2"]["status"] = {0: "CAPTURED", 500: "REFUNDED"}.get(
        amount, "PARTIALLY_REFUNDED"
    )
    books.ledger[2]["amountMinor"] = amount
    books.events["booking.cancelled.v1"][0]["data"]["refundMinor"] = amount
    books.events["payment.refunded.v1"][0]["data"]["amountMinor"] = amount
    if not amount:
        books.ledger.pop()
        books.events["payment.refunded.v1"].clear()


@breaks("money_taken_is_money_owed")
def nothing_refunded_on_which_all_agree(books: Any) -> None:
    _refunded(books, 0)


@breaks("money_taken_is_money_owed")
def half_refunded_a_week_before(books: Any) -> None:
    _refunded(books, 250)


def _starts(books: Any, before: timedelta) -> None:
    """The showtime begins so long after the booking was cancelled."""
    starts = at(40) + before
    for row in (books.showtimes[SHOWTIME], books.inventories[SHOWTIME]):
        row |= {"startsAt": starts, "endsAt": starts + timedelta(hours=2)}
    books.events["catalog.showtime.scheduled.v1"][0]["data"]["startsAt"] = starts.isoformat()


@breaks("money_taken_is_money_owed")
def all_refunded_a_few_hours_before(books: Any) -> None:
    _starts(books, timedelta(hours=3))


@is_fine
def half_refunded_a_few_hours_before(books: Any) -> None:
    _starts(books, timedelta(hours=3))
    _refunded(books, 250)


@is_fine
def nothing_refunded_an_hour_before(books: Any) -> None:
    _starts(books, timedelta(hours=1))
    _refunded(books, 0)


@breaks("money_taken_is_money_owed")
def cancelled_at_nobodys_wish(books: Any) -> None:
    books.calls[:] = [each for each in books.calls if each.operation != "cancelBooking"]


@breaks("money_taken_is_money_owed")
def another_refund_than_was_promised(books: Any) -> None:
    books.bookings["bkg_2"]["refundMinor"] = 250


@breaks("payments_are_as_the_provider_says")
def no_payment(books: Any) -> None:
    del books.payments["pay_1"]


@breaks("payments_are_as_the_provider_says")
def another_state(books: Any) -> None:
    books.payments["pay_2"]["status"] = "PARTIALLY_REFUNDED"


@breaks("payments_are_as_the_provider_says")
def a_refund_that_the_provider_has_not(books: Any) -> None:
    books.payments["pay_1"]["refunds"].append({"id": "ref_1", "amountMinor": 1, "done": True})


@breaks("payments_are_as_the_provider_says")
def a_payment_that_was_declined(books: Any) -> None:
    books.charges["pay_1"] = Charge(500, "declined", "MXN", "card_declined")


@breaks("payments_are_as_the_provider_says")
def a_booking_that_was_declined(books: Any) -> None:
    books.bookings["bkg_1"]["declineCode"] = "card_declined"


@breaks("payments_are_as_the_provider_says")
def a_payment_for_no_booking(books: Any) -> None:
    books.payments["pay_3"] = books.payments["pay_1"] | {"reference": "bkg_3"}


@breaks("the_ledger_is_the_providers")
def no_entry(books: Any) -> None:
    books.ledger.pop(0)


@breaks("the_ledger_is_the_providers")
def an_entry_twice(books: Any) -> None:
    books.ledger.append(books.ledger[0])


@breaks("the_ledger_is_the_providers")
def an_entry_between_other_accounts(books: Any) -> None:
    books.ledger[0]["credit"] = "cash"


@breaks("the_ledger_is_the_providers")
def an_entry_that_moves_nothing(books: Any) -> None:
    books.ledger[0]["credit"] = books.ledger[0]["debit"]


@breaks("the_ledger_is_the_providers")
def an_entry_the_wrong_way(books: Any) -> None:
    entry = books.ledger[0]
    entry |= {"debit": entry["credit"], "credit": entry["debit"]}


@breaks("the_ledger_is_the_providers")
def entries_of_each_others_payments(books: Any) -> None:
    # Altogether they come to the same.
    books.ledger[0]["amountMinor"], books.ledger[1]["amountMinor"] = 400, 600


@breaks("the_ledger_is_the_providers")
def an_entry_in_another_currency(books: Any) -> None:
    books.ledger[0]["currency"] = "USD"
