"""Every answer that a customer got, saying that something was done, is still true."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.faults.auditor.calls import Call, Document
from tests.faults.auditor.records import Records

_A_TICK = timedelta(milliseconds=1)
"""The database keeps times to the millisecond, and drops the rest."""


def no_internal_errors(records: Records) -> Iterator[str]:
    """No call was answered "Internal server error", whatever happened around it."""
    for call in records.calls:
        for error in call.errors:
            if error["error"] == "INTERNAL_SERVER_ERROR":
                yield f"{call.operation} met a fault, {error['correlationId']} in the logs"


def bookings_match_their_answers(records: Records) -> Iterator[str]:
    """A booking of which somebody was told is there, at that price, with those tickets."""
    tickets = {ticket["_id"]: ticket for ticket in records.tickets}
    for call in records.calls:
        if call.kind != "Booking":
            continue
        told, id = call.answer, call.answer["id"]
        booking = records.bookings.get(id)
        if booking is None:
            yield f"{id} was acknowledged and is not there"
            continue
        if booking["status"] not in _may_be(records, booking, told["status"]):
            yield f"{id} was {told['status']} and is {booking['status']}"
        if (told["total"]["amountMinor"], told["total"]["currency"]) != (
            booking["amountMinor"],
            booking["currency"],
        ):
            yield f"{id} costs something else than was said"
        if told["showtime"]["id"] != booking["showtimeId"]:
            yield f"{id} was told to be for another showtime"
        if call.operation == "bookHold":
            if booking["holdId"] != call.given["holdId"]:
                yield f"{id} was told to be from another hold"
            if (
                booking["accountId"] != call.account
                and call.account not in records.deleted_accounts
            ):
                yield f"{id} was told to {call.account}, and is another's"
        for ticket in told["tickets"]:
            kept = tickets.get(ticket["id"], {})
            if _of_ticket(kept) != (
                *(ticket[name] for name in ("seatId", "category", "code")),
                ticket["price"]["amountMinor"],
                ticket["price"]["currency"],
            ):
                yield f"{ticket['id']} was handed out and is not as it was"
            if ticket["status"] != "VALID" and kept.get("status") == "VALID":
                yield f"{ticket['id']} was {ticket['status']} and is VALID"


def _of_ticket(kept: Document) -> tuple[Any, ...]:
    names = ("seatId", "category", "code", "amountMinor", "currency")
    return tuple(kept.get(name) for name in names)


def _may_be(records: Records, booking: Document, told: str) -> set[str]:
    """What a booking may be by now of which that was told."""
    match told:
        case "PENDING":
            return {"CONFIRMED", "CANCELLED", "PAYMENT_FAILED"}
        case "CONFIRMED":
            asked = records.calls_with("cancelBooking", "bookingId", booking["_id"])
            may_end = booking["showtimeId"] in records.changed_showtimes or any(
                call.may_have_effect for call in asked
            )
            return {"CONFIRMED", "CANCELLED"} if may_end else {"CONFIRMED"}
        case _:
            return {told}


def prices_match_the_hold(records: Records) -> Iterator[str]:
    """What a booking's seats cost is what its hold was told to freeze."""
    for call in records.calls:
        if call.kind != "SeatHold":
            continue
        told = call.answer
        sum_of_seats = sum(seat["price"]["amountMinor"] for seat in told["seats"])
        if told["total"]["amountMinor"] != sum_of_seats:
            yield f"{told['id']} was told to cost another sum than its seats"
        promised = {
            seat["seatId"]: (seat["category"], *_amount(seat["price"])) for seat in told["seats"]
        }
        for booking in records.bookings_of.get(told["id"], ()):
            bought = {
                seat["seatId"]: (seat["category"], *_amount(seat)) for seat in booking["seats"]
            }
            if bought != promised:
                yield f"{booking['_id']} is for {bought}, its hold was told to be {promised}"


def _amount(money: Mapping[str, Any]) -> tuple[int, str]:
    return money["amountMinor"], money["currency"]


def one_ticket_admits_one_guest(records: Records) -> Iterator[str]:
    """Each ticket that was accepted was used then, and for one guest alone."""
    tickets = {ticket["_id"]: ticket for ticket in records.tickets}
    accepted: dict[str, dict[tuple[str, str], list[Call]]] = defaultdict(lambda: defaultdict(list))
    for call in records.calls:
        if call.kind == "TicketAccepted":
            by_key = accepted[call.answer["ticket"]["id"]]
            by_key[call.account, call.given["idempotencyKey"]].append(call)
    for id, by_key in accepted.items():
        ticket = tickets.get(id, {"status": "not there", "scans": (), "showtimeId": ""})
        if len(by_key) > 1:
            yield f"{id} let in {len(by_key)} guests"
        if ticket["status"] != "USED" and ticket["showtimeId"] not in records.changed_showtimes:
            yield f"{id} was let in and is {ticket['status']}"
        for calls in by_key.values():
            sent = min(call.sent for call in calls) - _A_TICK
            told = min(call.received or records.read_at for call in calls)
            if not any(sent <= scan["at"] <= told for scan in ticket["scans"]):
                yield f"{id} was let in, and there is no scan of that"
    for ticket in records.tickets:
        if sum(scan["device"] == "online" for scan in ticket["scans"]) > 1:
            yield f"{ticket['_id']} was used more than once"


def one_result_per_key(records: Records) -> Iterator[str]:
    """A key names one call: what it has done is the same to everybody, and of one wish."""
    done: dict[tuple[str, str, str], list[Call]] = defaultdict(list)
    for call in records.calls:
        if call.succeeded and "idempotencyKey" in call.given:
            done[call.account, call.operation, call.given["idempotencyKey"]].append(call)
    for (_, operation, key), calls in done.items():
        if len({_made(call) for call in calls}) > 1:
            yield f"{operation} with the key {key} has done more than one thing"
        if any(call.given != calls[0].given for call in calls):
            yield f"{operation} with the key {key} has done what was asked otherwise"


def _made(call: Call) -> str:
    """The id of what the call has made or changed."""
    ticket = call.answer.get("ticket", {})
    return ticket.get("id") or call.answer["id"]


def cancelled_showtimes_stay_cancelled(records: Records) -> Iterator[str]:
    """A showtime whose cancellation was acknowledged is cancelled."""
    for call in records.calls:
        if call.kind == "Showtime" and call.operation == "cancelShowtime":
            status = records.showtimes.get(call.given["id"], {}).get("status", "not there")
            if (call.answer["status"], status) != ("CANCELLED", "CANCELLED"):
                yield f"{call.given['id']} was called off and is {status}"


def schedule_changes_match_their_answers(records: Records) -> Iterator[str]:
    """A showtime that was scheduled is there, and one that was moved begins then, told once."""
    moves: dict[str, list[Call]] = defaultdict(list)
    for call in records.calls:
        scheduled = call.kind == "Showtime" and call.operation == "scheduleShowtime"
        if scheduled and call.answer["id"] not in records.showtimes:
            yield f"{call.answer['id']} was scheduled and is not there"
        if call.operation == "moveShowtime" and call.may_have_effect:
            moves[call.given["id"]].append(call)
    told = Counter(
        event["data"]["showtimeId"]
        for event in {
            event["id"]: event for event in records.events.get("catalog.showtime.moved.v1", ())
        }.values()
    )
    for id, calls in moves.items():
        last, starts_at = calls[-1], records.showtimes.get(id, {}).get("startsAt")
        if last.succeeded and starts_at != datetime.fromisoformat(last.given["startsAt"]):
            yield f"{id} was moved to {last.given['startsAt']} and begins at {starts_at}"
        if not sum(call.succeeded for call in calls) <= told[id] <= len(calls):
            yield f"{id} was moved {len(calls)} times, told {told[id]} times"


RULES = (
    no_internal_errors,
    bookings_match_their_answers,
    prices_match_the_hold,
    one_ticket_admits_one_guest,
    one_result_per_key,
    cancelled_showtimes_stay_cancelled,
    schedule_changes_match_their_answers,
)
