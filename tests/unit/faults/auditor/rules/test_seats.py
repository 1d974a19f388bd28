"""Rules about seats, tickets and bookings: which changes they report."""

from typing import Any

import pytest

from tests.faults.auditor.rules import seats
from tests.unit.faults.auditor.cases import Cases, Change, assert_reported, change_name
from tests.unit.faults.records.basics import SHOWTIME

CASES = Cases()


@CASES.breaks(seats.one_active_ticket_per_seat)
def two_tickets_for_one_seat(records: Any) -> None:
    records.tickets.append(records.tickets[0] | {"_id": "tkt_3", "code": "code 3"})


@CASES.breaks(seats.unique_ticket_index_exists)
def no_unique_index(records: Any) -> None:
    records.ticket_indexes.clear()


@CASES.breaks(seats.unique_ticket_index_exists)
def an_index_of_void_tickets(records: Any) -> None:
    records.ticket_indexes[0]["partialFilterExpression"] = {"active": False}


@CASES.breaks(seats.unique_ticket_index_exists)
def an_index_that_is_not_unique(records: Any) -> None:
    records.ticket_indexes[0]["unique"] = False


@CASES.breaks(seats.tickets_belong_to_their_bookings)
def a_void_ticket_that_is_active(records: Any) -> None:
    records.tickets[1]["active"] = True


@CASES.breaks(seats.tickets_belong_to_their_bookings)
def a_used_ticket_that_is_not_active(records: Any) -> None:
    records.tickets[0]["active"] = False


@CASES.breaks(seats.tickets_belong_to_their_bookings)
def a_ticket_of_a_missing_booking(records: Any) -> None:
    stray = {"_id": "tkt_3", "code": "code 3", "bookingId": "bkg_3", "status": "VALID"}
    records.tickets.append(records.tickets[1] | stray | {"active": True})


@CASES.breaks(seats.seats_tickets_and_bookings_agree)
def an_active_ticket_for_a_free_seat(records: Any) -> None:
    a_ticket_of_a_missing_booking(records)


@CASES.breaks(seats.tickets_belong_to_their_bookings)
def a_ticket_for_another_showtime(records: Any) -> None:
    records.tickets[0]["showtimeId"] = "sho_2"


@CASES.breaks(seats.tickets_belong_to_their_bookings)
def a_ticket_with_another_price(records: Any) -> None:
    records.tickets[0]["amountMinor"] = 499


@CASES.breaks(seats.tickets_belong_to_their_bookings)
def one_code_for_two_tickets(records: Any) -> None:
    records.tickets[1]["code"] = records.tickets[0]["code"]


@CASES.breaks(seats.seats_tickets_and_bookings_agree)
def a_missing_ticket(records: Any) -> None:
    records.tickets.pop(0)


@CASES.breaks(seats.seats_tickets_and_bookings_agree)
def an_extra_void_ticket(records: Any) -> None:
    records.tickets.append(records.tickets[1] | {"_id": "tkt_3", "code": "code 3"})


@CASES.breaks(seats.seats_tickets_and_bookings_agree)
def a_booked_seat_that_is_not_sold(records: Any) -> None:
    records.inventories[SHOWTIME]["seats"]["A1"]["state"] = "HELD"


@CASES.breaks(seats.seats_tickets_and_bookings_agree)
def a_sold_seat_without_a_ticket(records: Any) -> None:
    records.inventories[SHOWTIME]["seats"]["A2"]["state"] = "SOLD"


@CASES.breaks(seats.seats_tickets_and_bookings_agree)
def a_seat_sold_under_another_hold(records: Any) -> None:
    records.inventories[SHOWTIME]["seats"]["A1"]["holdId"] = "hld_2"


@CASES.breaks(seats.seats_tickets_and_bookings_agree)
def a_ticket_for_a_missing_seat(records: Any) -> None:
    del records.inventories[SHOWTIME]["seats"]["A1"]


@CASES.breaks(seats.everything_is_final)
def an_unfinished_booking(records: Any) -> None:
    records.bookings["bkg_1"]["step"] = "CAPTURE"


@CASES.breaks(seats.everything_is_final)
def an_unsettled_payment(records: Any) -> None:
    records.payments["pay_1"]["unsettled"] = True


@CASES.breaks(seats.everything_is_final)
def an_unpublished_event(records: Any) -> None:
    records.outboxes["account"] = 1


@pytest.mark.parametrize(("rule", "change"), CASES.violations, ids=change_name)
def test_a_violation_is_reported_by_its_rule(rule: str, change: Change) -> None:
    assert_reported(rule, change)


def test_each_rule_has_a_violation() -> None:
    assert CASES.rules == {rule.__name__ for rule in seats.RULES}
