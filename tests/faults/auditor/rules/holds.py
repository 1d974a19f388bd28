"""Holds are kept, and no two accounts hold the same seat."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.auditor.promised_holds import (
    expires_at,
    overlaps,
    promised_holds,
    promised_holds_by_seat,
    released_from,
)
from tests.faults.auditor.records import Records


def promised_holds_do_not_overlap(records: Records) -> Iterator[str]:
    """No two people were told of one seat for times that certainly overlap."""
    for (showtime, seat_id), of_one_seat in promised_holds_by_seat(records).items():
        for one, other in overlaps(records, of_one_seat):
            yield (
                f"{seat_id} of {showtime} was promised to {one.hold_id}, "
                f"and meanwhile to {other.hold_id}"
            )


def promised_holds_exist(records: Records) -> Iterator[str]:
    """A hold of which its owner was told is there, as it was told, until its owner gave it back."""
    for promise in promised_holds(records):
        hold = records.holds.get(promise.hold_id)
        if hold is None:
            if released_from(records, promise) > records.read_at:
                yield f"{promise.hold_id} was promised and is not there"
            continue
        if hold["accountId"] != promise.account:
            yield f"{promise.hold_id} was promised to {promise.account}, and is another's"
        for call in promise.answers:
            told = call.answer
            if told["showtime"]["id"] != hold["showtimeId"]:
                yield f"{promise.hold_id} was promised for another showtime"
            if [_priced(seat) for seat in told["seats"]] != hold["seats"]:
                yield f"{promise.hold_id} was promised other seats or prices"
            if hold["expiresAt"] < expires_at(told):
                yield f"{promise.hold_id} was promised until {told['expiresAt']}, and ends earlier"
            if told["extended"] and not hold["extended"]:
                yield f"{promise.hold_id} was extended, and may be again"


def released_holds_are_gone(records: Records) -> Iterator[str]:
    """What was given back stays so."""
    for call in records.calls:
        if call.kind == "HoldReleased" and call.answer["holdId"] in records.holds:
            yield f"{call.answer['holdId']} was released and is there"


def live_holds_have_their_seats(records: Records) -> Iterator[str]:
    """The seats of a hold that has time left are its own, for no shorter than it lasts."""
    for id, hold in records.holds.items():
        if hold["expiresAt"] <= records.read_at or hold["showtimeId"] in records.changed_showtimes:
            continue
        if any(
            booking["status"] in ("CONFIRMED", "CANCELLED") for booking in _bookings(records, id)
        ):
            continue
        seats = records.inventories.get(hold["showtimeId"], {"seats": {}})["seats"]
        for each in hold["seats"]:
            seat = seats.get(each["seatId"], {})
            if (seat.get("state"), seat.get("holdId")) != ("HELD", id):
                yield f"{id} has lost {each['seatId']} before its end"
            elif seat["until"] < hold["expiresAt"]:
                yield f"{id} lasts longer than its seat {each['seatId']} is held"


def holds_name_their_bookings(records: Records) -> Iterator[str]:
    """The booking that it pays for; none, so that another may be, when that has failed."""
    for id, hold in records.holds.items():
        named = hold["bookingId"]
        booking = records.bookings.get(named)
        if named is not None and (booking is None or booking["holdId"] != id):
            yield f"{id} is for {named}, which is no booking of it"
        elif booking is not None and booking["status"] == "PAYMENT_FAILED":
            yield f"{id} is for {named}, whose payment failed, and for no other"
        for booking in _bookings(records, id):
            if booking["status"] in ("CONFIRMED", "CANCELLED") and booking["_id"] != named:
                yield f"{id} has paid for {booking['_id']}, and is for {named}"


def one_effect_per_key(records: Records) -> Iterator[str]:
    """No more holds than somebody asked for, and no more bookings of a hold: one for each key."""
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for call in records.calls:
        key = call.given.get("idempotencyKey", "")
        if call.operation in ("holdSeats", "holdBestSeats"):
            keys[call.account, call.given["showtimeId"]].add(call.operation + key)
        elif call.operation == "bookHold":
            keys["booking", call.given["holdId"]].add(key)
    found = Counter((hold["accountId"], hold["showtimeId"]) for hold in records.holds.values())
    found += Counter(("booking", booking["holdId"]) for booking in records.bookings.values())
    for (whose, of), count in found.items():
        if count > len(keys[whose, of]):
            yield f"{count} of {whose} for {of}, and {len(keys[whose, of])} were asked for"


def _bookings(records: Records, hold_id: str) -> Iterator[dict[str, object]]:
    yield from records.bookings_of.get(hold_id, ())


def _priced(told: dict[str, dict[str, object]]) -> dict[str, object]:
    return {
        "seatId": told["seatId"],
        "category": told["category"],
        "amountMinor": told["price"]["amountMinor"],
        "currency": told["price"]["currency"],
    }


RULES = (
    promised_holds_do_not_overlap,
    promised_holds_exist,
    released_holds_are_gone,
    live_holds_have_their_seats,
    holds_name_their_bookings,
    one_effect_per_key,
)
