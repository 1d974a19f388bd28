"""Answers that are not true any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.unit.faults.consistent_records import (
    SHOWTIME,
    STARTS,
    at,
    booking_answer,
    call,
    event,
    hold_answer,
    refusal,
)
from tests.unit.faults.corruptions.registry import breaks, is_harmless


@breaks("no_internal_errors")
def a_fault(records: Any) -> None:
    error = {"error": "INTERNAL_SERVER_ERROR", "correlationId": "correlated"}
    records.calls[1] = replace(records.calls[1], errors=[error])


@breaks("bookings_match_their_answers")
def a_booking_that_is_lost(records: Any) -> None:
    del records.bookings["bkg_1"]


@breaks("bookings_match_their_answers")
def a_booking_that_was_cancelled_at_nobodys_wish(records: Any) -> None:
    records.bookings["bkg_1"]["status"] = "CANCELLED"


@breaks("bookings_match_their_answers")
def a_booking_that_was_cancelled_though_that_was_refused(records: Any) -> None:
    records.bookings["bkg_1"]["status"] = "CANCELLED"
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    records.calls.append(call("cancelBooking", given, refusal("BookingNotCancellable"), minute=55))


@breaks("bookings_match_their_answers")
def a_booking_that_stands_though_it_was_cancelled(records: Any) -> None:
    records.bookings["bkg_2"]["status"] = "CONFIRMED"


@breaks("bookings_match_their_answers")
def a_booking_at_another_price(records: Any) -> None:
    records.bookings["bkg_1"]["amountMinor"] = 300


@breaks("bookings_match_their_answers")
def a_booking_of_somebody_else(records: Any) -> None:
    records.bookings["bkg_1"]["accountId"] = "acc_2"


@breaks("bookings_match_their_answers")
def a_ticket_that_was_handed_out_with_another_code(records: Any) -> None:
    records.tickets[0]["code"] = "code 3"


@breaks("prices_match_the_hold")
def a_hold_told_at_300_and_sold_at_500(records: Any) -> None:
    # The hold itself is gone, as after a deletion.
    records.calls[1] = replace(
        records.calls[1], answer=hold_answer("hld_1", "A1", until=20, price=300)
    )
    del records.holds["hld_1"]


@breaks("one_ticket_admits_one_guest")
def a_ticket_that_lets_two_in(records: Any) -> None:
    again = {"code": "code 1", "idempotencyKey": "k7"}
    records.calls.append(call("checkInTicket", again, records.calls[-1].answer, minute=50.01))


@breaks("one_ticket_admits_one_guest")
def a_ticket_that_is_not_used_up(records: Any) -> None:
    records.tickets[0]["status"] = "VALID"


@breaks("one_ticket_admits_one_guest")
def an_entry_that_is_not_kept(records: Any) -> None:
    records.tickets[0]["scans"].clear()


@breaks("one_ticket_admits_one_guest")
def a_ticket_with_two_scans(records: Any) -> None:
    records.tickets[0]["scans"] *= 2


@is_harmless
def one_entry_told_twice(records: Any) -> None:
    records.calls.append(replace(records.calls[-1], sent=at(55), received=at(56)))


@breaks("one_result_per_key")
def one_key_with_two_answers(records: Any) -> None:
    records.calls.append(
        replace(records.calls[2], answer=booking_answer(2, "A2", "CONFIRMED", "VALID"))
    )


@breaks("one_result_per_key")
def one_key_with_two_wishes(records: Any) -> None:
    given = records.calls[2].given | {"paymentToken": "tok_mastercard"}
    records.calls.append(replace(records.calls[2], given=given))


def _moved(records: Any, *events: int) -> None:
    later = (STARTS + timedelta(days=1)).isoformat()
    told = {"__typename": "Showtime", "id": SHOWTIME, "status": "SCHEDULED"}
    given = {"id": SHOWTIME, "startsAt": later}
    records.calls.append(call("moveShowtime", given, told, minute=1))
    records.events["catalog.showtime.moved.v1"] = [
        event(number, "catalog.showtime.moved.v1", 1, showtimeId=SHOWTIME, startsAt=later)
        for number in events
    ]


@breaks("schedule_changes_match_their_answers")
def a_showtime_that_was_moved_and_begins_as_before(records: Any) -> None:
    _moved(records, 31)


@breaks("schedule_changes_match_their_answers")
def a_move_that_was_told_twice(records: Any) -> None:
    _moved(records, 31, 32)


@breaks("schedule_changes_match_their_answers")
def a_showtime_that_was_scheduled_and_is_not_there(records: Any) -> None:
    told = {"__typename": "Showtime", "id": "sho_9", "status": "SCHEDULED"}
    records.calls.append(call("scheduleShowtime", {}, told, minute=1))
