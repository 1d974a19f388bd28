"""Rules about answers: which changes they report."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.faults.auditor.rules import answers
from tests.unit.faults.auditor.cases import (
    Cases,
    Change,
    assert_harmless,
    assert_reported,
    change_name,
)
from tests.unit.faults.records.basics import SHOWTIME, STARTS, at
from tests.unit.faults.records.calls import booking_answer, call, hold_answer, refusal
from tests.unit.faults.records.changes import cancel_showtime
from tests.unit.faults.records.events import event

CASES = Cases()


@CASES.breaks(answers.no_internal_errors)
def an_internal_error(records: Any) -> None:
    error = {"error": "INTERNAL_SERVER_ERROR", "correlationId": "correlated"}
    records.calls[1] = replace(records.calls[1], errors=[error])


@CASES.breaks(answers.bookings_match_their_answers)
def a_missing_booking(records: Any) -> None:
    del records.bookings["bkg_1"]


@CASES.breaks(answers.bookings_match_their_answers)
def a_booking_cancelled_without_a_call(records: Any) -> None:
    records.bookings["bkg_1"]["status"] = "CANCELLED"


@CASES.breaks(answers.bookings_match_their_answers)
def a_booking_cancelled_after_a_refusal(records: Any) -> None:
    records.bookings["bkg_1"]["status"] = "CANCELLED"
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    records.calls.append(call("cancelBooking", given, refusal("BookingNotCancellable"), minute=55))


@CASES.breaks(answers.bookings_match_their_answers)
def a_cancelled_booking_that_is_confirmed(records: Any) -> None:
    records.bookings["bkg_2"]["status"] = "CONFIRMED"


@CASES.breaks(answers.bookings_match_their_answers)
def a_booking_with_another_price(records: Any) -> None:
    records.bookings["bkg_1"]["amountMinor"] = 300


@CASES.breaks(answers.bookings_match_their_answers)
def a_booking_of_another_account(records: Any) -> None:
    records.bookings["bkg_1"]["accountId"] = "acc_2"


@CASES.breaks(answers.bookings_match_their_answers)
def a_ticket_with_another_code(records: Any) -> None:
    records.tickets[0]["code"] = "code 3"


@CASES.breaks(answers.prices_match_the_hold)
def a_hold_answered_at_300_and_sold_at_500(records: Any) -> None:
    # The hold itself is missing, as after a deletion.
    records.calls[1] = replace(
        records.calls[1], answer=hold_answer("hld_1", "A1", until=20, price=300)
    )
    del records.holds["hld_1"]


@CASES.breaks(answers.one_ticket_admits_one_guest)
def a_ticket_that_admits_two_guests(records: Any) -> None:
    again = {"code": "code 1", "idempotencyKey": "k7"}
    records.calls.append(call("checkInTicket", again, records.calls[-1].answer, minute=50.01))


@CASES.breaks(answers.one_ticket_admits_one_guest)
def an_accepted_ticket_that_is_still_valid(records: Any) -> None:
    records.tickets[0]["status"] = "VALID"


@CASES.breaks(answers.one_ticket_admits_one_guest)
def an_accepted_ticket_without_a_scan(records: Any) -> None:
    records.tickets[0]["scans"].clear()


@CASES.breaks(answers.one_ticket_admits_one_guest)
def a_ticket_with_two_scans(records: Any) -> None:
    records.tickets[0]["scans"] *= 2


@CASES.is_harmless
def one_admission_answered_twice(records: Any) -> None:
    records.calls.append(replace(records.calls[-1], sent=at(55), received=at(56)))


@CASES.breaks(answers.one_result_per_key)
def one_key_with_two_answers(records: Any) -> None:
    records.calls.append(
        replace(records.calls[2], answer=booking_answer(2, "A2", "CONFIRMED", "VALID"))
    )


@CASES.breaks(answers.one_result_per_key)
def one_key_with_different_arguments(records: Any) -> None:
    given = records.calls[2].given | {"paymentToken": "tok_mastercard"}
    records.calls.append(replace(records.calls[2], given=given))


def _move_showtime(records: Any, *events: int) -> None:
    later = (STARTS + timedelta(days=1)).isoformat()
    answer = {"__typename": "Showtime", "id": SHOWTIME, "status": "SCHEDULED"}
    given = {"id": SHOWTIME, "startsAt": later}
    records.calls.append(call("moveShowtime", given, answer, minute=1))
    records.events["catalog.showtime.moved.v1"] = [
        event(number, "catalog.showtime.moved.v1", 1, showtimeId=SHOWTIME, startsAt=later)
        for number in events
    ]


@CASES.breaks(answers.schedule_changes_match_their_answers)
def a_moved_showtime_with_the_old_start(records: Any) -> None:
    _move_showtime(records, 31)


@CASES.breaks(answers.schedule_changes_match_their_answers)
def a_move_with_two_events(records: Any) -> None:
    _move_showtime(records, 31, 32)


@CASES.breaks(answers.schedule_changes_match_their_answers)
def a_scheduled_showtime_that_is_missing(records: Any) -> None:
    answer = {"__typename": "Showtime", "id": "sho_9", "status": "SCHEDULED"}
    records.calls.append(call("scheduleShowtime", {}, answer, minute=1))


@CASES.breaks(answers.cancelled_showtimes_stay_cancelled)
def a_cancelled_showtime_that_is_scheduled(records: Any) -> None:
    cancel_showtime(records)
    records.showtimes[SHOWTIME]["status"] = "SCHEDULED"


@pytest.mark.parametrize(("rule", "change"), CASES.violations, ids=change_name)
def test_a_violation_is_reported_by_its_rule(rule: str, change: Change) -> None:
    assert_reported(rule, change)


@pytest.mark.parametrize("change", CASES.harmless, ids=change_name)
def test_a_harmless_change_is_not_reported(change: Change) -> None:
    assert_harmless(change)


def test_each_rule_has_a_violation() -> None:
    assert CASES.rules == {rule.__name__ for rule in answers.RULES}
