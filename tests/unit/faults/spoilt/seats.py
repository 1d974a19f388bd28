"""Seats, tickets and bookings that do not agree."""

from typing import Any

from tests.unit.faults.good_books import SHOWTIME
from tests.unit.faults.spoilt.register import breaks


@breaks("one_active_ticket_a_seat")
def two_tickets(books: Any) -> None:
    books.tickets.append(books.tickets[0] | {"_id": "tkt_3", "code": "code 3"})


@breaks("the_backstop_is_there")
def no_index(books: Any) -> None:
    books.ticket_indexes.clear()


@breaks("the_backstop_is_there")
def an_index_of_what_is_void(books: Any) -> None:
    books.ticket_indexes[0]["partialFilterExpression"] = {"active": False}


@breaks("the_backstop_is_there")
def an_index_that_lets_two_in(books: Any) -> None:
    books.ticket_indexes[0]["unique"] = False


@breaks("tickets_belong_to_their_bookings")
def a_void_ticket_that_is_active(books: Any) -> None:
    books.tickets[1]["active"] = True


@breaks("tickets_belong_to_their_bookings")
def a_valid_ticket_that_is_not_active(books: Any) -> None:
    books.tickets[0]["active"] = False


@breaks("tickets_belong_to_their_bookings")
def a_ticket_of_no_booking_for_a_free_seat(books: Any) -> None:
    stray = {"_id": "tkt_3", "code": "code 3", "bookingId": "bkg_3", "status": "VALID"}
    books.tickets.append(books.tickets[1] | stray | {"active": True})


@breaks("seats_tickets_and_bookings_agree")
def an_active_ticket_for_a_free_seat(books: Any) -> None:
    a_ticket_of_no_booking_for_a_free_seat(books)


@breaks("tickets_belong_to_their_bookings")
def a_ticket_for_another_showtime(books: Any) -> None:
    books.tickets[0]["showtimeId"] = "sho_2"


@breaks("tickets_belong_to_their_bookings")
def a_ticket_at_another_price(books: Any) -> None:
    books.tickets[0]["amountMinor"] = 499


@breaks("tickets_belong_to_their_bookings")
def one_code_for_two(books: Any) -> None:
    books.tickets[1]["code"] = books.tickets[0]["code"]


@breaks("seats_tickets_and_bookings_agree")
def no_ticket(books: Any) -> None:
    books.tickets.pop(0)


@breaks("seats_tickets_and_bookings_agree")
def a_void_ticket_too_many(books: Any) -> None:
    books.tickets.append(books.tickets[1] | {"_id": "tkt_3", "code": "code 3"})


@breaks("seats_tickets_and_bookings_agree")
def a_seat_that_is_not_sold(books: Any) -> None:
    books.inventories[SHOWTIME]["seats"]["A1"]["state"] = "HELD"


@breaks("seats_tickets_and_bookings_agree")
def a_seat_sold_to_nobody(books: Any) -> None:
    books.inventories[SHOWTIME]["seats"]["A2"]["state"] = "SOLD"


@breaks("seats_tickets_and_bookings_agree")
def a_seat_sold_under_another_hold(books: Any) -> None:
    books.inventories[SHOWTIME]["seats"]["A1"]["holdId"] = "hld_2"


@breaks("seats_tickets_and_bookings_agree")
def a_ticket_for_no_seat(books: Any) -> None:
    del books.inventories[SHOWTIME]["seats"]["A1"]


@breaks("everything_has_ended")
def a_booking_half_way(books: Any) -> None:
    books.bookings["bkg_1"]["step"] = "CAPTURE"


@breaks("everything_has_ended")
def a_payment_half_way(books: Any) -> None:
    books.payments["pay_1"]["unsettled"] = True


@breaks("everything_has_ended")
def an_event_that_waits(books: Any) -> None:
    books.outboxes["account"] = 1
