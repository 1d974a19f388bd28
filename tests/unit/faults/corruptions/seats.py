"""Seats, tickets and bookings that do not agree."""

from typing import Any

from tests.unit.faults.consistent_records import SHOWTIME
from tests.unit.faults.corruptions.registry import breaks


@breaks("one_active_ticket_per_seat")
def two_tickets(records: Any) -> None:
    records.tickets.append(records.tickets[0] | {"_id": "tkt_3", "code": "code 3"})


@breaks("unique_ticket_index_exists")
def no_index(records: Any) -> None:
    records.ticket_indexes.clear()


@breaks("unique_ticket_index_exists")
def an_index_of_what_is_void(records: Any) -> None:
    records.ticket_indexes[0]["partialFilterExpression"] = {"active": False}


@breaks("unique_ticket_index_exists")
def an_index_that_lets_two_in(records: Any) -> None:
    records.ticket_indexes[0]["unique"] = False


@breaks("tickets_belong_to_their_bookings")
def a_void_ticket_that_is_active(records: Any) -> None:
    records.tickets[1]["active"] = True


@breaks("tickets_belong_to_their_bookings")
def a_valid_ticket_that_is_not_active(records: Any) -> None:
    records.tickets[0]["active"] = False


@breaks("tickets_belong_to_their_bookings")
def a_ticket_of_no_booking_for_a_free_seat(records: Any) -> None:
    stray = {"_id": "tkt_3", "code": "code 3", "bookingId": "bkg_3", "status": "VALID"}
    records.tickets.append(records.tickets[1] | stray | {"active": True})


@breaks("seats_tickets_and_bookings_agree")
def an_active_ticket_for_a_free_seat(records: Any) -> None:
    a_ticket_of_no_booking_for_a_free_seat(records)


@breaks("tickets_belong_to_their_bookings")
def a_ticket_for_another_showtime(records: Any) -> None:
    records.tickets[0]["showtimeId"] = "sho_2"


@breaks("tickets_belong_to_their_bookings")
def a_ticket_at_another_price(records: Any) -> None:
    records.tickets[0]["amountMinor"] = 499


@breaks("tickets_belong_to_their_bookings")
def one_code_for_two(records: Any) -> None:
    records.tickets[1]["code"] = records.tickets[0]["code"]


@breaks("seats_tickets_and_bookings_agree")
def no_ticket(records: Any) -> None:
    records.tickets.pop(0)


@breaks("seats_tickets_and_bookings_agree")
def a_void_ticket_too_many(records: Any) -> None:
    records.tickets.append(records.tickets[1] | {"_id": "tkt_3", "code": "code 3"})


@breaks("seats_tickets_and_bookings_agree")
def a_seat_that_is_not_sold(records: Any) -> None:
    records.inventories[SHOWTIME]["seats"]["A1"]["state"] = "HELD"


@breaks("seats_tickets_and_bookings_agree")
def a_seat_sold_to_nobody(records: Any) -> None:
    records.inventories[SHOWTIME]["seats"]["A2"]["state"] = "SOLD"


@breaks("seats_tickets_and_bookings_agree")
def a_seat_sold_under_another_hold(records: Any) -> None:
    records.inventories[SHOWTIME]["seats"]["A1"]["holdId"] = "hld_2"


@breaks("seats_tickets_and_bookings_agree")
def a_ticket_for_no_seat(records: Any) -> None:
    del records.inventories[SHOWTIME]["seats"]["A1"]


@breaks("everything_is_final")
def a_booking_half_way(records: Any) -> None:
    records.bookings["bkg_1"]["step"] = "CAPTURE"


@breaks("everything_is_final")
def a_payment_half_way(records: Any) -> None:
    records.payments["pay_1"]["unsettled"] = True


@breaks("everything_is_final")
def an_event_that_waits(records: Any) -> None:
    records.outboxes["account"] = 1
