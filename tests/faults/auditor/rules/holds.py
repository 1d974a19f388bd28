"""Rules: holds are as promised, and no two accounts hold the same seat."""

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
    """Check that no two customers were promised one seat for times that certainly overlap."""
    for (showtime, seat_id), of_one_seat in promised_holds_by_seat(records).items():
        for one, other in overlaps(records, of_one_seat):
            yield (
                f"{seat_id} of {showtime} was promised to {one.hold_id}, "
                f"and meanwhile to {other.hold_id}"
            )


def promised_holds_exist(records: Records) -> Iterator[str]:
    """Check that each promised hold exists as promised, unless its owner may have released it."""
    for promise in promised_holds(records):
        hold = records.holds.get(promise.hold_id)
        if hold is None:
            if released_from(records, promise) > records.read_at:
                yield f"{promise.hold_id} was promised and does not exist"
            continue
        if hold["accountId"] != promise.account:
            yield f"{promise.hold_id} was promised to {promise.account}, but belongs to another"
        for call in promise.answers:
            promised = call.answer
            if promised["showtime"]["id"] != hold["showtimeId"]:
                yield f"{promise.hold_id} was promised for another showtime"
            if [_priced(seat) for seat in promised["seats"]] != hold["seats"]:
                yield f"{promise.hold_id} was promised other seats or prices"
            if hold["expiresAt"] < expires_at(promised):
                yield f"{promise.hold_id} ends before its promised end, {promised['expiresAt']}"
            if promised["extended"] and not hold["extended"]:
                yield f"{promise.hold_id} was extended, but that is not recorded"


def released_holds_are_gone(records: Records) -> Iterator[str]:
    """Check that no released hold exists."""
    for call in records.calls:
        if call.kind == "HoldReleased" and call.answer["holdId"] in records.holds:
            yield f"{call.answer['holdId']} was released and still exists"


def live_holds_have_their_seats(records: Records) -> Iterator[str]:
    """Check that a hold that has not expired has its seats until its end."""
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
    """Check that a hold names the booking made from it, and none after a failed payment, so that
    another booking can be made."""
    for id, hold in records.holds.items():
        named = hold["bookingId"]
        booking = records.bookings.get(named)
        if named is not None and (booking is None or booking["holdId"] != id):
            yield f"{id} names {named}, which is not a booking from it"
        elif booking is not None and booking["status"] == "PAYMENT_FAILED":
            yield f"{id} still names {named}, whose payment failed"
        for booking in _bookings(records, id):
            if booking["status"] in ("CONFIRMED", "CANCELLED") and booking["_id"] != named:
                yield f"{booking['_id']} was made from {id}, which names {named}"


def one_effect_per_key(records: Records) -> Iterator[str]:
    """Check that there are no more holds, and no more bookings from a hold, than keys were used."""
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
            yield f"{count} of {whose} for {of}, but only {len(keys[whose, of])} keys were used"


def _bookings(records: Records, hold_id: str) -> Iterator[dict[str, object]]:
    yield from records.bookings_of.get(hold_id, ())


def _priced(seat: dict[str, dict[str, object]]) -> dict[str, object]:
    return {
        "seatId": seat["seatId"],
        "category": seat["category"],
        "amountMinor": seat["price"]["amountMinor"],
        "currency": seat["price"]["currency"],
    }


RULES = (
    promised_holds_do_not_overlap,
    promised_holds_exist,
    released_holds_are_gone,
    live_holds_have_their_seats,
    holds_name_their_bookings,
    one_effect_per_key,
)
