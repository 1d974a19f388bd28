"""Answers that are not true any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.unit.faults.good_books import (
    SHOWTIME,
    STARTS,
    at,
    call,
    event,
    refusal,
    told_booking,
    told_hold,
)
from tests.unit.faults.spoilt.register import breaks, is_fine


@breaks("nobody_met_a_fault")
def a_fault(books: Any) -> None:
    error = {"error": "INTERNAL_SERVER_ERROR", "correlationId": "correlated"}
    books.calls[1] = replace(books.calls[1], errors=[error])


@breaks("bookings_are_as_was_told")
def a_booking_that_is_lost(books: Any) -> None:
    del books.bookings["bkg_1"]


@breaks("bookings_are_as_was_told")
def a_booking_that_was_cancelled_at_nobodys_wish(books: Any) -> None:
    books.bookings["bkg_1"]["status"] = "CANCELLED"


@breaks("bookings_are_as_was_told")
def a_booking_that_was_cancelled_though_that_was_refused(books: Any) -> None:
    books.bookings["bkg_1"]["status"] = "CANCELLED"
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    books.calls.append(call("cancelBooking", given, refusal("BookingNotCancellable"), minute=55))


@breaks("bookings_are_as_was_told")
def a_booking_that_stands_though_it_was_cancelled(books: Any) -> None:
    books.bookings["bkg_2"]["status"] = "CONFIRMED"


@breaks("bookings_are_as_was_told")
def a_booking_at_another_price(books: Any) -> None:
    books.bookings["bkg_1"]["amountMinor"] = 300


@breaks("bookings_are_as_was_told")
def a_booking_of_somebody_else(books: Any) -> None:
    books.bookings["bkg_1"]["accountId"] = "acc_2"


@breaks("bookings_are_as_was_told")
def a_ticket_that_was_handed_out_with_another_code(books: Any) -> None:
    books.tickets[0]["code"] = "code 3"


@breaks("prices_are_as_was_promised")
def a_hold_told_at_300_and_sold_at_500(books: Any) -> None:
    # The hold itself is gone, as after a deletion.
    books.calls[1] = replace(books.calls[1], answer=told_hold("hld_1", "A1", until=20, price=300))
    del books.holds["hld_1"]


@breaks("a_ticket_lets_one_in")
def a_ticket_that_lets_two_in(books: Any) -> None:
    again = {"code": "code 1", "idempotencyKey": "k7"}
    books.calls.append(call("checkInTicket", again, books.calls[-1].answer, minute=50.01))


@breaks("a_ticket_lets_one_in")
def a_ticket_that_is_not_used_up(books: Any) -> None:
    books.tickets[0]["status"] = "VALID"


@breaks("a_ticket_lets_one_in")
def an_entry_that_is_not_kept(books: Any) -> None:
    books.tickets[0]["scans"].clear()


@breaks("a_ticket_lets_one_in")
def a_ticket_with_two_scans(books: Any) -> None:
    books.tickets[0]["scans"] *= 2


@is_fine
def one_entry_told_twice(books: Any) -> None:
    books.calls.append(replace(books.calls[-1], sent=at(55), received=at(56)))


@breaks("one_key_has_one_answer")
def one_key_with_two_answers(books: Any) -> None:
    books.calls.append(replace(books.calls[2], answer=told_booking(2, "A2", "CONFIRMED", "VALID")))


@breaks("one_key_has_one_answer")
def one_key_with_two_wishes(books: Any) -> None:
    given = books.calls[2].given | {"paymentToken": "tok_mastercard"}
    books.calls.append(replace(books.calls[2], given=given))


def _moved(books: Any, *events: int) -> None:
    later = (STARTS + timedelta(days=1)).isoformat()
    told = {"__typename": "Showtime", "id": SHOWTIME, "status": "SCHEDULED"}
    given = {"id": SHOWTIME, "startsAt": later}
    books.calls.append(call("moveShowtime", given, told, minute=1))
    books.events["catalog.showtime.moved.v1"] = [
        event(number, "catalog.showtime.moved.v1", 1, showtimeId=SHOWTIME, startsAt=later)
        for number in events
    ]


@breaks("planned_is_so")
def a_showtime_that_was_moved_and_begins_as_before(books: Any) -> None:
    _moved(books, 31)


@breaks("planned_is_so")
def a_move_that_was_told_twice(books: Any) -> None:
    _moved(books, 31, 32)


@breaks("planned_is_so")
def a_showtime_that_was_scheduled_and_is_not_there(books: Any) -> None:
    told = {"__typename": "Showtime", "id": "sho_9", "status": "SCHEDULED"}
    books.calls.append(call("scheduleShowtime", {}, told, minute=1))
