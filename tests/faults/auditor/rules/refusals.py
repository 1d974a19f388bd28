"""Rules: no refusal was certainly wrong.

A refusal is wrong only if its reason did not exist at any time between call and answer; what is
uncertain passes. A call with an unanswered attempt is not judged, because that attempt may itself
have caused the refusal.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from tests.faults.auditor.calls import Call
from tests.faults.auditor.promised_holds import (
    PromisedHold,
    can_last_until,
    promised_holds,
    promised_holds_by_seat,
    released_from,
)
from tests.faults.auditor.records import Records


def unavailable_seats_were_taken(records: Records) -> Iterator[str]:
    """Check SeatsUnavailable: another customer can have had one of the seats that it names."""
    by_seat, unknown, lost, at_once = (
        promised_holds_by_seat(records),
        _seats_of_unknown_holds(records),
        _lost(records),
        _at_once(records),
    )
    for call in _refused(records, "SeatsUnavailable"):
        showtime, seat_ids = call.given["showtimeId"], call.answer["seatIds"]
        if not seat_ids or showtime in records.changed_showtimes or id(call) in at_once:
            continue
        # An unanswered call for the showtime may have taken any of its seats.
        if any(other.sent <= _received(records, call) for other in lost.get(showtime, ())):
            continue
        if not any(
            (showtime, seat_id) in unknown
            or any(
                promise.asked <= _received(records, call)
                and can_last_until(records, promise) >= call.sent
                for promise in by_seat.get((showtime, seat_id), ())
            )
            for seat_id in seat_ids
        ):
            yield f"{seat_ids} of {showtime} were free, but refused to {call.account}"


def _seats_of_unknown_holds(records: Records) -> set[tuple[str, str]]:
    """Return showtime and seat of every hold and booking that no customer knows of."""
    known = {promise.hold_id for promise in promised_holds(records)}
    return {
        (row["showtimeId"], seat["seatId"])
        for rows, name in ((records.holds, "_id"), (records.bookings, "holdId"))
        for row in rows.values()
        if row[name] not in known
        for seat in row["seats"]
    }


def _lost(records: Records) -> Mapping[str, Sequence[Call]]:
    """Return the calls for seats with an unknown outcome, by showtime."""
    found: dict[str, list[Call]] = defaultdict(list)
    for call in records.calls:
        if call.operation in _HOLDING and call.lost_an_answer and not call.succeeded:
            found[call.given["showtimeId"]].append(call)
    return found


def _at_once(records: Records) -> set[int]:
    """Return the refused calls for seats that overlap with calls for seats of the same account."""
    by_account: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in records.calls:
        if call.operation in _HOLDING:
            by_account[call.account, call.given["showtimeId"]].append(call)
    return {
        id(call)
        for calls in by_account.values()
        for call in calls
        if call.kind == "SeatsUnavailable"
        if any(
            other is not call
            and other.sent <= _received(records, call)
            and call.sent <= _received(records, other)
            for other in calls
        )
    }


def expired_holds_had_expired(records: Records) -> Iterator[str]:
    """Check HoldExpired: the hold had ended or was used or released, or its showtime changed."""
    by_id = {promise.hold_id: promise for promise in promised_holds(records)}
    for call in _refused(records, "HoldExpired"):
        promise = by_id.get(_hold_id(call))
        if promise is None or promise.account != call.account:
            continue
        received = _received(records, call)
        used = [
            other
            for other in records.calls_with("bookHold", "holdId", promise.hold_id)
            if other is not call and other.sent <= received
        ]
        if (
            received < promise.promised_until(call.sent)
            and not used
            and not any(
                booking["createdAt"] <= received
                for booking in records.bookings_of.get(promise.hold_id, ())
            )
            and released_from(records, promise) > received
            and promise.showtime_id not in records.changed_showtimes
        ):
            yield f"{promise.hold_id} was refused as expired before its end"


def own_things_were_found(records: Records) -> Iterator[str]:
    """Check NotFound: it was not about the caller's own hold or booking or a known showtime."""
    by_id = {promise.hold_id: promise for promise in promised_holds(records)}
    known_since = {
        (call.account, call.answer["id"]): _received(records, call)
        for call in reversed(records.calls)
        if call.kind == "Booking" and call.operation == "bookHold"
    }
    for call in _refused(records, "NotFound"):
        received = _received(records, call)
        if call.operation in (*_HOLDING, "cancelShowtime"):
            showtime = call.given.get("showtimeId") or call.given["id"]
            if showtime in records.showtimes:
                yield f"{showtime} was not found by {call.operation}"
        elif call.operation == "cancelBooking":
            own = known_since.get((call.account, call.given["bookingId"]))
            deleted = records.deleted_accounts.get(call.account)
            if own is not None and own <= call.sent and (deleted is None or deleted > received):
                yield f"{call.given['bookingId']} was not found by its owner"
        elif (promise := by_id.get(_hold_id(call))) and _still_owned(records, promise, call):
            yield f"{promise.hold_id} was not found by its owner"


def _still_owned(records: Records, promise: PromisedHold, call: Call) -> bool:
    """Return whether the caller certainly had the hold: not released and, for a release, not
    used."""
    received = _received(records, call)
    used = call.operation == "releaseHold" and any(
        other.sent <= received
        for other in records.calls_with("bookHold", "holdId", promise.hold_id)
    )
    return (
        promise.account == call.account
        and promise.since <= call.sent
        and released_from(records, promise) > received
        and not used
    )


def unbookable_showtimes_were_over_or_cancelled(records: Records) -> Iterator[str]:
    """Check ShowtimeNotBookable: the showtime was cancelled or moved, or had begun."""
    for call in _refused(records, "ShowtimeNotBookable"):
        showtime = records.showtimes.get(call.given["showtimeId"])
        if showtime is None or showtime["_id"] in records.changed_showtimes:
            continue
        if showtime["status"] == "SCHEDULED" and showtime["startsAt"] > _received(records, call):
            yield f"{showtime['_id']} was refused as not bookable"


def refused_extensions_were_repeats(records: Records) -> Iterator[str]:
    """Check InvalidInput of extendHold: the hold had been extended before.

    If a part was away meanwhile, this call itself may have extended it: the embedded database
    forgets a committed transaction when it is killed, and then the driver runs it again.
    """
    for call in _refused(records, "InvalidInput"):
        if (
            call.operation == "extendHold"
            and not any(
                other is not call
                and other.may_have_effect
                and other.sent <= _received(records, call)
                for other in records.calls_with("extendHold", "id", call.given["id"])
            )
            and not (_is_extended(records, call) and _an_attempt_failed(records, call))
        ):
            yield f"{call.given['id']} was refused as already extended"


def _is_extended(records: Records, call: Call) -> bool:
    hold = records.holds.get(call.given["id"])
    return hold is not None and hold["extended"]


def _an_attempt_failed(records: Records, during: Call) -> bool:
    """Return whether any attempt failed during this call, because a part was away."""
    return any(
        during.sent <= datetime.fromisoformat(error["at"]) <= _received(records, during)
        for call in records.calls
        for error in call.errors
    )


def conflicts_had_a_cause(records: Records) -> Iterator[str]:
    """Check IdempotencyConflict: another call had used the key, or was paying for the hold."""
    for call in _refused(records, "IdempotencyConflict"):
        others = [
            *records.calls_with(call.operation, "idempotencyKey", call.given["idempotencyKey"])
        ]
        if call.operation == "bookHold":
            others += records.calls_with("bookHold", "holdId", call.given["holdId"])
        if not any(
            other is not call
            and other.account == call.account
            and other.sent <= _received(records, call)
            for other in others
        ):
            key = call.given["idempotencyKey"]
            yield f"{call.operation} with the key {key} conflicted with no other call"


def declined_bookings_failed(records: Records) -> Iterator[str]:
    """Check PaymentDeclined: a booking from that hold failed because its payment was declined."""
    for call in records.calls:
        if call.kind == "PaymentDeclined" and not any(
            booking["status"] == "PAYMENT_FAILED" and booking["declineCode"]
            for booking in records.bookings_of.get(call.given["holdId"], ())
        ):
            yield f"{call.given['holdId']} was declined, but no payment for it was"


def rejected_tickets_had_a_reason(records: Records) -> Iterator[str]:
    """Check TicketRejected: the reason existed."""
    by_code = {ticket["code"]: ticket for ticket in records.tickets}
    for call in _refused(records, "TicketRejected"):
        ticket = by_code.get(call.given["code"])
        if ticket is None:
            continue
        off = ticket["showtimeId"] in records.changed_showtimes
        showtime = records.showtimes.get(ticket["showtimeId"])
        scans = {scan["at"] for scan in ticket["scans"] if scan["at"] <= _received(records, call)}
        used_at = call.answer["checkedInAt"]
        over = showtime is None or showtime["endsAt"] <= _received(records, call)
        reasons: Mapping[str, bool] = {
            "NOT_A_TICKET": False,
            "FORGED": False,
            "UNKNOWN_TICKET": False,
            "TICKET_VOID": ticket["status"] == "VOID",
            "TICKET_USED": used_at is not None and datetime.fromisoformat(used_at) in scans,
            "SHOWING_CANCELLED": off,
            "SHOWING_OVER": over or off,
        }
        if not reasons.get(call.answer["code"], True):
            yield f"{ticket['_id']} was rejected as {call.answer['code']}"


_HOLDING = ("holdSeats", "holdBestSeats")


def _refused(records: Records, kind: str) -> Iterator[Call]:
    """Yield the refusals of a type, of calls that needed one attempt."""
    return (call for call in records.calls if call.kind == kind and not call.lost_an_answer)


def _hold_id(call: Call) -> str:
    return call.given["holdId"] if call.operation == "bookHold" else call.given.get("id", "")


def _received(records: Records, call: Call) -> datetime:
    return call.received or records.read_at


RULES: Sequence[Callable[[Records], Iterator[str]]] = (
    unavailable_seats_were_taken,
    expired_holds_had_expired,
    own_things_were_found,
    unbookable_showtimes_were_over_or_cancelled,
    refused_extensions_were_repeats,
    conflicts_had_a_cause,
    declined_bookings_failed,
    rejected_tickets_had_a_reason,
)
