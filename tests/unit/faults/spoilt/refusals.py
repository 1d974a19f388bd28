"""Refusals that were certainly wrong, and some that were right."""

from functools import partial
from typing import Any

from tests.faults.auditor.calls import Row
from tests.unit.faults.good_books import ACCOUNT, SHOWTIME, another_account, at, call, refusal
from tests.unit.faults.spoilt.register import breaks, is_fine


def _refused(
    books: Any, operation: str, given: Row, answer: Row, minute: float, account: str = ACCOUNT
) -> None:
    if account != ACCOUNT:
        another_account(books)
    books.calls.append(call(operation, given, answer, minute=minute, account=account))


def _wanted(books: Any, seat_id: str, minute: float) -> None:
    """Somebody else is refused a seat."""
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": "k9"}
    answer = refusal("SeatsUnavailable", seatIds=[seat_id])
    _refused(books, "holdSeats", given, answer, minute, "acc_2")


@breaks("taken_seats_were_taken")
def a_free_seat_that_was_refused(books: Any) -> None:
    _wanted(books, "A2", minute=42)


@breaks("taken_seats_were_taken")
def a_seat_that_was_refused_before_anybody_wanted_it(books: Any) -> None:
    _wanted(books, "A1", minute=5)


@is_fine
def a_sold_seat_that_was_refused(books: Any) -> None:
    _wanted(books, "A1", minute=42)


@is_fine
def a_seat_that_was_refused_while_it_was_held(books: Any) -> None:
    _wanted(books, "A2", minute=20.005)


@is_fine
def a_seat_that_an_unanswered_call_may_have(books: Any) -> None:
    given = {"showtimeId": SHOWTIME, "categories": ["ADULT"], "idempotencyKey": "k8"}
    books.calls.append(call("holdBestSeats", given, None, minute=41))
    _wanted(books, "A2", minute=42)


@breaks("expired_holds_had_expired")
def a_hold_that_expired_too_early(books: Any) -> None:
    _refused(books, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=10.5)


@is_fine
def a_hold_that_was_used_up(books: Any) -> None:
    _refused(books, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=11.5)


@is_fine
def a_hold_that_expired(books: Any) -> None:
    _refused(books, "extendHold", {"id": "hld_1"}, refusal("HoldExpired"), minute=25)


@breaks("what_is_ones_own_was_found")
def a_hold_that_its_owner_does_not_find(books: Any) -> None:
    _refused(books, "extendHold", {"id": "hld_1"}, refusal("NotFound", id="hld_1"), minute=10.5)


@is_fine
def a_hold_that_somebody_else_does_not_find(books: Any) -> None:
    missing = refusal("NotFound", id="hld_1")
    _refused(books, "extendHold", {"id": "hld_1"}, missing, 10.5, "acc_2")


@is_fine
def a_hold_that_was_paid_from_and_is_not_released(books: Any) -> None:
    _refused(books, "releaseHold", {"id": "hld_1"}, refusal("NotFound", id="hld_1"), minute=12)


@breaks("what_is_ones_own_was_found")
def a_booking_that_its_owner_does_not_find(books: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    _refused(books, "cancelBooking", given, refusal("NotFound", id="bkg_1"), minute=30)


@breaks("what_is_ones_own_was_found")
def a_showtime_that_is_not_found(books: Any) -> None:
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": "A2"}], "idempotencyKey": "k7"}
    _refused(books, "holdSeats", given, refusal("NotFound", id=SHOWTIME), minute=30)


@breaks("what_is_scheduled_was_bookable")
def a_showtime_that_could_not_be_booked(books: Any) -> None:
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": "A2"}], "idempotencyKey": "k7"}
    _refused(books, "holdSeats", given, refusal("ShowtimeNotBookable"), minute=30)


@breaks("what_was_extended_was")
def an_extension_that_nobody_had(books: Any) -> None:
    _refused(books, "extendHold", {"id": "hld_1"}, refusal("InvalidInput"), minute=10.5)


def _refused_while_the_database_was_away(books: Any, *, is_extended: bool) -> None:
    missing = refusal("NotFound", id="hld_9")
    books.calls.append(call("releaseHold", {"id": "hld_9"}, missing, minute=10.505, lost=True))
    books.holds["hld_1"]["extended"] = is_extended
    _refused(books, "extendHold", {"id": "hld_1"}, refusal("InvalidInput"), minute=10.5)


@is_fine
def an_extension_that_was_begun_again_when_the_database_was_killed(books: Any) -> None:
    _refused_while_the_database_was_away(books, is_extended=True)


@breaks("what_was_extended_was")
def an_extension_that_was_lost_when_the_database_was_killed(books: Any) -> None:
    _refused_while_the_database_was_away(books, is_extended=False)


@breaks("conflicts_had_a_cause")
def a_conflict_with_nobody(books: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k7"}
    _refused(books, "cancelBooking", given, refusal("IdempotencyConflict"), minute=30)


@is_fine
def a_conflict_with_ones_own_key(books: Any) -> None:
    given = {"bookingId": "bkg_1", "idempotencyKey": "k5"}
    _refused(books, "cancelBooking", given, refusal("IdempotencyConflict"), minute=45)


@is_fine
def a_conflict_over_a_hold(books: Any) -> None:
    given = {"holdId": "hld_1", "idempotencyKey": "k7"}
    _refused(books, "bookHold", given, refusal("IdempotencyConflict"), minute=12)


@breaks("declined_payments_failed")
def a_payment_that_was_not_declined(books: Any) -> None:
    given = {"holdId": "hld_1", "idempotencyKey": "k7"}
    _refused(books, "bookHold", given, refusal("PaymentDeclined"), minute=30)


def _turned_away(books: Any, code: str, minute: float, used_at: float = 50) -> None:
    given = {"code": "code 1", "idempotencyKey": "k7"}
    answer = refusal("TicketRejected", checkedInAt=at(used_at).isoformat()) | {"code": code}
    _refused(books, "checkInTicket", given, answer, minute)


for _code in ("NOT_A_TICKET", "FORGED", "UNKNOWN_TICKET", "TICKET_VOID", "SHOWING_CANCELLED"):
    breaks("good_tickets_were_not_turned_away")(partial(_turned_away, code=_code, minute=55))


@breaks("good_tickets_were_not_turned_away")
def a_ticket_that_was_turned_away_as_used_before_it_was(books: Any) -> None:
    _turned_away(books, "TICKET_USED", minute=45)


@is_fine
def a_ticket_that_was_turned_away_as_used(books: Any) -> None:
    _turned_away(books, "TICKET_USED", minute=55)


@breaks("good_tickets_were_not_turned_away")
def a_ticket_that_was_turned_away_as_used_when_it_was_not(books: Any) -> None:
    _turned_away(books, "TICKET_USED", minute=55, used_at=49)
