"""Rules: every answer that reported success to a customer is still true."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.faults.auditor.calls import Call, Document
from tests.faults.auditor.records import Records

_A_TICK = timedelta(milliseconds=1)
"""MongoDB cuts times to the millisecond."""


def no_internal_errors(records: Records) -> Iterator[str]:
    """Check that no call was answered with "Internal server error"."""
    for call in records.calls:
        for error in call.errors:
            if error["error"] == "INTERNAL_SERVER_ERROR":
                yield f"{call.operation} failed internally, {error['correlationId']} in the logs"


def bookings_match_their_answers(records: Records) -> Iterator[str]:
    """Check that each answered booking exists as answered: its price, showtime and tickets."""
    tickets = {ticket["_id"]: ticket for ticket in records.tickets}
    for call in records.calls:
        if call.kind != "Booking":
            continue
        answer, id = call.answer, call.answer["id"]
        booking = records.bookings.get(id)
        if booking is None:
            yield f"{id} was acknowledged and does not exist"
            continue
        if booking["status"] not in _possible_statuses(records, booking, answer["status"]):
            yield f"{id} was {answer['status']} and is {booking['status']}"
        if (answer["total"]["amountMinor"], answer["total"]["currency"]) != (
            booking["amountMinor"],
            booking["currency"],
        ):
            yield f"{id} has another price than was answered"
        if answer["showtime"]["id"] != booking["showtimeId"]:
            yield f"{id} is for another showtime than was answered"
        if call.operation == "bookHold":
            if booking["holdId"] != call.given["holdId"]:
                yield f"{id} is from another hold than was asked for"
            if (
                booking["accountId"] != call.account
                and call.account not in records.deleted_accounts
            ):
                yield f"{id} was made by {call.account} and belongs to another account"
        for ticket in answer["tickets"]:
            kept = tickets.get(ticket["id"], {})
            if _of_ticket(kept) != (
                *(ticket[name] for name in ("seatId", "category", "code")),
                ticket["price"]["amountMinor"],
                ticket["price"]["currency"],
            ):
                yield f"{ticket['id']} differs from the ticket that was answered"
            if ticket["status"] != "VALID" and kept.get("status") == "VALID":
                yield f"{ticket['id']} was {ticket['status']} and is VALID"


def _of_ticket(kept: Document) -> tuple[Any, ...]:
    names = ("seatId", "category", "code", "amountMinor", "currency")
    return tuple(kept.get(name) for name in names)


def _possible_statuses(records: Records, booking: Document, answered: str) -> set[str]:
    """Return the statuses that a booking can have now, after that status was answered."""
    match answered:
        case "PENDING":
            return {"CONFIRMED", "CANCELLED", "PAYMENT_FAILED"}
        case "CONFIRMED":
            asked = records.calls_with("cancelBooking", "bookingId", booking["_id"])
            may_end = booking["showtimeId"] in records.changed_showtimes or any(
                call.may_have_effect for call in asked
            )
            return {"CONFIRMED", "CANCELLED"} if may_end else {"CONFIRMED"}
        case _:
            return {answered}


def prices_match_the_hold(records: Records) -> Iterator[str]:
    """Check that a booking's seats have the prices that the answer about its hold had."""
    for call in records.calls:
        if call.kind != "SeatHold":
            continue
        hold = call.answer
        sum_of_seats = sum(seat["price"]["amountMinor"] for seat in hold["seats"])
        if hold["total"]["amountMinor"] != sum_of_seats:
            yield f"{hold['id']}: the answered total is not the sum of its seats"
        promised = {
            seat["seatId"]: (seat["category"], *_amount(seat["price"])) for seat in hold["seats"]
        }
        for booking in records.bookings_of.get(hold["id"], ()):
            bought = {
                seat["seatId"]: (seat["category"], *_amount(seat)) for seat in booking["seats"]
            }
            if bought != promised:
                yield f"{booking['_id']} is for {bought}, its hold was answered as {promised}"


def _amount(money: Mapping[str, Any]) -> tuple[int, str]:
    return money["amountMinor"], money["currency"]


def one_ticket_admits_one_guest(records: Records) -> Iterator[str]:
    """Check that each accepted ticket was used at that time and let in one guest."""
    tickets = {ticket["_id"]: ticket for ticket in records.tickets}
    accepted: dict[str, dict[tuple[str, str], list[Call]]] = defaultdict(lambda: defaultdict(list))
    for call in records.calls:
        if call.kind == "TicketAccepted":
            by_key = accepted[call.answer["ticket"]["id"]]
            by_key[call.account, call.given["idempotencyKey"]].append(call)
    for id, by_key in accepted.items():
        ticket = tickets.get(id, {"status": "missing", "scans": (), "showtimeId": ""})
        if len(by_key) > 1:
            yield f"{id} let in {len(by_key)} guests"
        if ticket["status"] != "USED" and ticket["showtimeId"] not in records.changed_showtimes:
            yield f"{id} was accepted and is {ticket['status']}"
        for calls in by_key.values():
            sent = min(call.sent for call in calls) - _A_TICK
            received = min(call.received or records.read_at for call in calls)
            if not any(sent <= scan["at"] <= received for scan in ticket["scans"]):
                yield f"{id} was accepted without a scan at that time"
    for ticket in records.tickets:
        if sum(scan["device"] == "online" for scan in ticket["scans"]) > 1:
            yield f"{ticket['_id']} was used more than once"


def one_result_per_key(records: Records) -> Iterator[str]:
    """Check that all calls with one idempotency key have one result and the same arguments."""
    done: dict[tuple[str, str, str], list[Call]] = defaultdict(list)
    for call in records.calls:
        if call.succeeded and "idempotencyKey" in call.given:
            done[call.account, call.operation, call.given["idempotencyKey"]].append(call)
    for (_, operation, key), calls in done.items():
        if len({_made(call) for call in calls}) > 1:
            yield f"{operation} with the key {key} has more than one result"
        if any(call.given != calls[0].given for call in calls):
            yield f"{operation} with the key {key} succeeded with different arguments"


def _made(call: Call) -> str:
    """Return the id of what the call has made or changed."""
    ticket = call.answer.get("ticket", {})
    return ticket.get("id") or call.answer["id"]


def cancelled_showtimes_stay_cancelled(records: Records) -> Iterator[str]:
    """Check that a showtime is cancelled once its cancellation was acknowledged."""
    for call in records.calls:
        if call.kind == "Showtime" and call.operation == "cancelShowtime":
            status = records.showtimes.get(call.given["id"], {}).get("status", "missing")
            if (call.answer["status"], status) != ("CANCELLED", "CANCELLED"):
                yield f"{call.given['id']} was cancelled and is {status}"


def schedule_changes_match_their_answers(records: Records) -> Iterator[str]:
    """Check that scheduled showtimes exist, and that moved ones have their new start and one
    event per move."""
    moves: dict[str, list[Call]] = defaultdict(list)
    for call in records.calls:
        scheduled = call.kind == "Showtime" and call.operation == "scheduleShowtime"
        if scheduled and call.answer["id"] not in records.showtimes:
            yield f"{call.answer['id']} was scheduled and does not exist"
        if call.operation == "moveShowtime" and call.may_have_effect:
            moves[call.given["id"]].append(call)
    published = Counter(
        event["data"]["showtimeId"]
        for event in {
            event["id"]: event for event in records.events.get("catalog.showtime.moved.v1", ())
        }.values()
    )
    for id, calls in moves.items():
        last, starts_at = calls[-1], records.showtimes.get(id, {}).get("startsAt")
        if last.succeeded and starts_at != datetime.fromisoformat(last.given["startsAt"]):
            yield f"{id} was moved to {last.given['startsAt']} and begins at {starts_at}"
        if not sum(call.succeeded for call in calls) <= published[id] <= len(calls):
            yield f"{id} was moved {len(calls)} times, with {published[id]} events"


RULES = (
    no_internal_errors,
    bookings_match_their_answers,
    prices_match_the_hold,
    one_ticket_admits_one_guest,
    one_result_per_key,
    cancelled_showtimes_stay_cancelled,
    schedule_changes_match_their_answers,
)
