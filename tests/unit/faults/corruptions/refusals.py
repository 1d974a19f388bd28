"""Refusals that were certainly wrong, and some that were right."""

from functools import partial
from typing import Any

from tests.faults.auditor.calls import Document
from tests.unit.faults.consistent_records import (
    ACCOUNT,
    SHOWTIME,
    another_account,
    at,
    call,
    refusal,
)
from tests.unit.faults.corruptions.registry import breaks, is_harmless


def _refused(
    records: Any,
    operation: str,
    given: Document,
    answer: Document,
    minute: float,
    account: str = ACCOUNT,
) -> None:
    if account != ACCOUNT:
        another_account(records)
    records.calls.append(call(operation, given, answer, minute=minute, account=account))


def _wanted(records: Any, seat_id: str, minute: float) -> None:
    """Somebody else is refused a seat."""
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": "k9"}
    answer = refusal("SeatsUnavailable", seatIds=[seat_id])
    _refused(records, "holdSeats", given, answer, minute, "acc_2")


@breaks("unavailable_seats_were_taken")
def a_free_seat_that_was_refused(records: Any) -> None:
    _wanted(records, "A2", minute=42)


@breaks("unavailable_seats_were_taken")
def a_seat_that_was_refused_before_anybody_wanted_it(records: Any) -> None:
    _wanted(records, "A1", minute=5)


@is_harmless
def a_sold_seat_that_was_refused(records: Any) -> None:
    _wanted(records, "A1", minute=42)


@is_harmless
def a_seat_that_was_refused_while_it_was_held(records: Any) -> None:
    _wanted(records, "A2", minute=20.005)


@is_harmless
def a_seat_that_an_unanswered_call_may_have(records: Any) -> None:
    given = {"showtimeId": SHOWTIME, "categories": ["ADULT"], "idempotencyKey": "k8"}
    records.calls.append(call("holdBestSeats", given, None, minute=41))
    _wanted(records, "A2", minute=42)


@breaks("expired_holds_had_expired")
def a_hold_that_expired_too_early(records: Any) -> None:
    _refused(records, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=10.5)


@is_harmless
def a_hold_that_was_used_up(records: Any) -> None:
    _refused(records, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=11.5)


@is_harmless
def a_hold_that_expired(records: Any) -> None:
    _refused(records, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=25)


@breaks("own_things_were_found")
def a_hold_that_its_owner_does_not_find(records: Any) -> None:
    _refused(records, "extendHold", {"id": "hld_1"}, refusal("NotFound", id="hld_1"), minute=10.5)


@is_harmless
def a_hold_that_somebody_else_does_not_find(records: Any) -> None:
    missing = refusal("NotFound", id="hld_1")
    _refused(records, "extendHold", {"id": "hld_1"}, missing, 10.5, "acc_2")


@is_harmless
def a_hold_that_was_paid_from_and_is_not_released(records: Any) -> None:
    _refused(records, "releaseHold", {"id": "hld_1"}, refusal("NotFound", id="hld_1"), minute=12)


@breaks("own_things_were_found")
def a_booking_that_its_owner_does_not_find(records: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    _refused(records, "cancelBooking", given, refusal("NotFound", id="bkg_1"), minute=30)


@breaks("own_things_were_found")
def a_showtime_that_is_not_found(records: Any) -> None:
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": "A2"}], "idempotencyKey": "k7"}
    _refused(records, "holdSeats", given, refusal("NotFound", id=SHOWTIME), minute=30)


@breaks("unbookable_showtimes_were_over_or_cancelled")
def a_showtime_that_could_not_be_booked(records: Any) -> None:
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": "A2"}], "idempotencyKey": "k7"}
    _refused(records, "holdSeats", given, refusal("ShowtimeNotBookable"), minute=30)


@breaks("refused_extensions_were_repeats")
def an_extension_that_nobody_had(records: Any) -> None:
    _refused(records, "extendHold", {"id": "hld_1"}, refusal("InvalidInput"), minute=10.5)


def _refused_while_the_database_was_away(records: Any, *, is_extended: bool) -> None:
    missing = refusal("NotFound", id="hld_9")
    records.calls.append(call("releaseHold", {"id": "hld_9"}, missing, minute=10.505, lost=True))
    records.holds["hld_1"]["extended"] = is_extended
    _refused(records, "extendHold", {"id": "hld_1"}, refusal("InvalidInput"), minute=10.5)


@is_harmless
def an_extension_that_was_begun_again_when_the_database_was_killed(records: Any) -> None:
    _refused_while_the_database_was_away(records, is_extended=True)


@breaks("refused_extensions_were_repeats")
def an_extension_that_was_lost_when_the_database_was_killed(records: Any) -> None:
    _refused_while_the_database_was_away(records, is_extended=False)


@breaks("conflicts_had_a_cause")
def a_conflict_with_nobody(records: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    _refused(records, "cancelBooking", given, refusal("IdempotencyConflict"), minute=30)


@is_harmless
def a_conflict_with_ones_own_key(records: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k5"}
    _refused(records, "cancelBooking", given, refusal("IdempotencyConflict"), minute=45)


@is_harmless
def a_conflict_over_a_hold(records: Any) -> None:
    given = {"holdId": "hld_1", "idempotencyKey": "k7"}
    _refused(records, "bookHold", given, refusal("IdempotencyConflict"), minute=12)


@breaks("declined_bookings_failed")
def a_payment_that_was_not_declined(records: Any) -> None:
    given = {"holdId": "hld_1", "idempotencyKey": "k7"}
    _refused(records, "bookHold", given, refusal("PaymentDeclined"), minute=30)


def _turned_away(records: Any, code: str, minute: float, used_at: float = 50) -> None:
    given = {"code": "code 1", "idempotencyKey": "k7"}
    answer = refusal("TicketRejected", checkedInAt=at(used_at).isoformat()) | {"code": code}
    _refused(records, "checkInTicket", given, answer, minute)


for _code in ("NOT_A_TICKET", "FORGED", "UNKNOWN_TICKET", "TICKET_VOID", "SHOWING_CANCELLED"):
    breaks("rejected_tickets_had_a_reason")(partial(_turned_away, code=_code, minute=55))


@breaks("rejected_tickets_had_a_reason")
def a_ticket_that_was_turned_away_as_used_before_it_was(records: Any) -> None:
    _turned_away(records, "TICKET_USED", minute=45)


@is_harmless
def a_ticket_that_was_turned_away_as_used(records: Any) -> None:
    _turned_away(records, "TICKET_USED", minute=55)


@breaks("rejected_tickets_had_a_reason")
def a_ticket_that_was_turned_away_as_used_when_it_was_not(records: Any) -> None:
    _turned_away(records, "TICKET_USED", minute=55, used_at=49)
