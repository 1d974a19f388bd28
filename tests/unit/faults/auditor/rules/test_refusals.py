"""Rules about refusals: which changes they report."""

from typing import Any

import pytest

from tests.faults.auditor.calls import Document
from tests.faults.auditor.rules import refusals
from tests.unit.faults.auditor.cases import (
    Cases,
    Change,
    assert_harmless,
    assert_reported,
    change_name,
)
from tests.unit.faults.records.basics import ACCOUNT, SHOWTIME, at
from tests.unit.faults.records.calls import call, refusal
from tests.unit.faults.records.changes import add_second_account

CASES = Cases()


def _add_refusal(
    records: Any,
    operation: str,
    given: Document,
    answer: Document,
    minute: float,
    account: str = ACCOUNT,
) -> None:
    if account != ACCOUNT:
        add_second_account(records)
    records.calls.append(call(operation, given, answer, minute=minute, account=account))


def _refuse_seat(records: Any, seat_id: str, minute: float) -> None:
    """Refuse a seat to another account."""
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": "k9"}
    answer = refusal("SeatsUnavailable", seatIds=[seat_id])
    _add_refusal(records, "holdSeats", given, answer, minute, "acc_2")


@CASES.breaks(refusals.unavailable_seats_were_taken)
def a_free_seat_refused(records: Any) -> None:
    _refuse_seat(records, "A2", minute=42)


@CASES.breaks(refusals.unavailable_seats_were_taken)
def a_seat_refused_before_it_was_held(records: Any) -> None:
    _refuse_seat(records, "A1", minute=5)


@CASES.is_harmless
def a_sold_seat_refused(records: Any) -> None:
    _refuse_seat(records, "A1", minute=42)


@CASES.is_harmless
def a_held_seat_refused(records: Any) -> None:
    _refuse_seat(records, "A2", minute=20.005)


@CASES.is_harmless
def a_seat_that_an_unanswered_call_may_hold(records: Any) -> None:
    given = {"showtimeId": SHOWTIME, "categories": ["ADULT"], "idempotencyKey": "k8"}
    records.calls.append(call("holdBestSeats", given, None, minute=41))
    _refuse_seat(records, "A2", minute=42)


@CASES.breaks(refusals.expired_holds_had_expired)
def a_hold_expired_before_its_end(records: Any) -> None:
    _add_refusal(records, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=10.5)


@CASES.is_harmless
def a_used_hold_expired(records: Any) -> None:
    _add_refusal(records, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=11.5)


@CASES.is_harmless
def a_hold_expired_after_its_end(records: Any) -> None:
    _add_refusal(records, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=25)


@CASES.breaks(refusals.own_things_were_found)
def a_hold_not_found_by_its_owner(records: Any) -> None:
    _add_refusal(
        records, "extendHold", {"id": "hld_1"}, refusal("NotFound", id="hld_1"), minute=10.5
    )


@CASES.is_harmless
def a_hold_not_found_by_another_account(records: Any) -> None:
    missing = refusal("NotFound", id="hld_1")
    _add_refusal(records, "extendHold", {"id": "hld_1"}, missing, 10.5, "acc_2")


@CASES.is_harmless
def a_used_hold_not_found_for_release(records: Any) -> None:
    _add_refusal(
        records, "releaseHold", {"id": "hld_1"}, refusal("NotFound", id="hld_1"), minute=12
    )


@CASES.breaks(refusals.own_things_were_found)
def a_booking_not_found_by_its_owner(records: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    _add_refusal(records, "cancelBooking", given, refusal("NotFound", id="bkg_1"), minute=30)


@CASES.breaks(refusals.own_things_were_found)
def a_known_showtime_not_found(records: Any) -> None:
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": "A2"}], "idempotencyKey": "k7"}
    _add_refusal(records, "holdSeats", given, refusal("NotFound", id=SHOWTIME), minute=30)


@CASES.breaks(refusals.unbookable_showtimes_were_over_or_cancelled)
def a_scheduled_showtime_not_bookable(records: Any) -> None:
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": "A2"}], "idempotencyKey": "k7"}
    _add_refusal(records, "holdSeats", given, refusal("ShowtimeNotBookable"), minute=30)


@CASES.breaks(refusals.refused_extensions_were_repeats)
def an_extension_refused_without_an_earlier_one(records: Any) -> None:
    _add_refusal(records, "extendHold", {"id": "hld_1"}, refusal("InvalidInput"), minute=10.5)


def _refuse_extension_while_the_database_was_away(records: Any, *, is_extended: bool) -> None:
    missing = refusal("NotFound", id="hld_9")
    records.calls.append(call("releaseHold", {"id": "hld_9"}, missing, minute=10.505, lost=True))
    records.holds["hld_1"]["extended"] = is_extended
    _add_refusal(records, "extendHold", {"id": "hld_1"}, refusal("InvalidInput"), minute=10.5)


@CASES.is_harmless
def an_extension_repeated_after_the_database_was_killed(records: Any) -> None:
    _refuse_extension_while_the_database_was_away(records, is_extended=True)


@CASES.breaks(refusals.refused_extensions_were_repeats)
def an_extension_lost_after_the_database_was_killed(records: Any) -> None:
    _refuse_extension_while_the_database_was_away(records, is_extended=False)


@CASES.breaks(refusals.conflicts_had_a_cause)
def a_conflict_with_no_other_call(records: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    _add_refusal(records, "cancelBooking", given, refusal("IdempotencyConflict"), minute=30)


@CASES.is_harmless
def a_conflict_over_the_same_key(records: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k5"}
    _add_refusal(records, "cancelBooking", given, refusal("IdempotencyConflict"), minute=45)


@CASES.is_harmless
def a_conflict_over_the_same_hold(records: Any) -> None:
    given = {"holdId": "hld_1", "idempotencyKey": "k7"}
    _add_refusal(records, "bookHold", given, refusal("IdempotencyConflict"), minute=12)


@CASES.breaks(refusals.declined_bookings_failed)
def a_decline_without_a_declined_payment(records: Any) -> None:
    given = {"holdId": "hld_1", "idempotencyKey": "k7"}
    _add_refusal(records, "bookHold", given, refusal("PaymentDeclined"), minute=30)


def _reject_ticket(records: Any, code: str, minute: float, used_at: float = 50) -> None:
    given = {"code": "code 1", "idempotencyKey": "k7"}
    answer = refusal("TicketRejected", checkedInAt=at(used_at).isoformat()) | {"code": code}
    _add_refusal(records, "checkInTicket", given, answer, minute)


def _rejected_as(code: str) -> Change:
    def change(records: Any) -> None:
        _reject_ticket(records, code, minute=55)

    change.__name__ = f"a_valid_ticket_rejected_as_{code}"
    return change


for _code in ("NOT_A_TICKET", "FORGED", "UNKNOWN_TICKET", "TICKET_VOID", "SHOWING_CANCELLED"):
    CASES.breaks(refusals.rejected_tickets_had_a_reason)(_rejected_as(_code))


@CASES.breaks(refusals.rejected_tickets_had_a_reason)
def a_ticket_rejected_as_used_before_its_scan(records: Any) -> None:
    _reject_ticket(records, "TICKET_USED", minute=45)


@CASES.is_harmless
def a_ticket_rejected_as_used_after_its_scan(records: Any) -> None:
    _reject_ticket(records, "TICKET_USED", minute=55)


@CASES.breaks(refusals.rejected_tickets_had_a_reason)
def a_ticket_rejected_as_used_at_another_time(records: Any) -> None:
    _reject_ticket(records, "TICKET_USED", minute=55, used_at=49)


@pytest.mark.parametrize(("rule", "change"), CASES.violations, ids=change_name)
def test_a_violation_is_reported_by_its_rule(rule: str, change: Change) -> None:
    assert_reported(rule, change)


@pytest.mark.parametrize("change", CASES.harmless, ids=change_name)
def test_a_harmless_change_is_not_reported(change: Change) -> None:
    assert_harmless(change)


def test_each_rule_has_a_violation() -> None:
    assert CASES.rules == {rule.__name__ for rule in refusals.RULES}
