"""Rules: seats, tickets and bookings agree."""

from collections import Counter
from collections.abc import Iterator

from tests.faults.auditor.records import Records

_SOLD = ("CONFIRMED", "CANCELLED")
_FINAL = (*_SOLD, "PAYMENT_FAILED")


def one_active_ticket_per_seat(records: Records) -> Iterator[str]:
    """Check that each seat has at most one active ticket."""
    seats = Counter(
        (ticket["showtimeId"], ticket["seatId"]) for ticket in records.tickets if ticket["active"]
    )
    for (showtime, seat), count in seats.items():
        if count > 1:
            yield f"{count} tickets for seat {seat} of {showtime}"


def unique_ticket_index_exists(records: Records) -> Iterator[str]:
    """Check that a unique index refuses a second active ticket for a seat, and only that."""
    for index in records.ticket_indexes:
        keys = list(dict(index["key"]).items())
        if (
            keys == [("showtimeId", 1), ("seatId", 1)]
            and index.get("unique")
            and dict(index.get("partialFilterExpression") or {}) == {"active": True}
        ):
            return
    yield "no unique index over showtime and seat of the active tickets"


def tickets_belong_to_their_bookings(records: Records) -> Iterator[str]:
    """Check that each ticket is for a seat of its booking, at its price, with a unique code."""
    for ticket in records.tickets:
        id = ticket["_id"]
        if ticket["active"] != (ticket["status"] != "VOID"):
            yield f"{id} is {ticket['status']}, and active: {ticket['active']}"
        booking = records.bookings.get(ticket["bookingId"])
        if booking is None:
            yield f"{id} is of {ticket['bookingId']}, which does not exist"
            continue
        if ticket["showtimeId"] != booking["showtimeId"]:
            yield f"{id} is for another showtime than its booking"
        seat = {name: ticket[name] for name in ("seatId", "category", "amountMinor", "currency")}
        if seat not in booking["seats"]:
            yield f"{id} is for {seat}, which is not in its booking"
    for what in ("_id", "code"):
        for value, count in Counter(ticket[what] for ticket in records.tickets).items():
            if count > 1:
                yield f"{count} tickets have the {what} {value}"


def seats_tickets_and_bookings_agree(records: Records) -> Iterator[str]:
    """Check that a booked seat has a ticket and is sold under the booking's hold, and no other."""
    yield from _bookings_have_their_tickets(records)
    yield from _seats_are_as_the_tickets_say(records)


def _bookings_have_their_tickets(records: Records) -> Iterator[str]:
    """Check the tickets: active ones if confirmed, void ones if cancelled, else none."""
    for booking in records.bookings.values():
        active, void = (
            sorted(
                ticket["seatId"]
                for ticket in records.tickets_of.get(booking["_id"], ())
                if ticket["active"] is which
            )
            for which in (True, False)
        )
        seats = sorted(seat["seatId"] for seat in booking["seats"])
        owed = {
            "active": seats if booking["status"] == "CONFIRMED" else [],
            "void": seats if booking["status"] == "CANCELLED" else [],
        }
        if {"active": active, "void": void} != owed:
            yield (
                f"{booking['_id']} is {booking['status']} with seats {seats}, "
                f"and has the tickets {active}, void {void}"
            )


def _seats_are_as_the_tickets_say(records: Records) -> Iterator[str]:
    active = {
        (ticket["showtimeId"], ticket["seatId"]): ticket
        for ticket in records.tickets
        if ticket["active"]
    }
    for showtime, inventory in records.inventories.items():
        for seat_id, seat in inventory["seats"].items():
            ticket = active.pop((showtime, seat_id), None)
            if ticket is None:
                if seat["state"] == "SOLD":
                    yield f"{seat_id} of {showtime} is sold without a ticket"
                continue
            id = ticket["bookingId"]
            if seat["state"] != "SOLD":
                yield f"{seat_id} of {showtime} is {seat['state']}, but {id} has a ticket"
            elif seat["holdId"] != records.bookings.get(id, {}).get("holdId"):
                yield f"{seat_id} of {showtime} was sold under another hold than {id}'s"
    for (showtime, seat_id), ticket in active.items():
        yield f"{ticket['bookingId']} has a ticket for {seat_id} of {showtime}, a missing seat"


def everything_is_final(records: Records) -> Iterator[str]:
    """Check that no booking, payment or event is unfinished."""
    for booking in records.bookings.values():
        if booking["step"] != "DONE" or booking["status"] not in _FINAL:
            yield f"{booking['_id']} is {booking['status']}, {booking['step']}"
    for payment in records.payments.values():
        if payment["unsettled"] or payment["status"] in ("PENDING", "UNKNOWN", "AUTHORIZED"):
            yield f"{payment['_id']} is {payment['status']}"
    for name, count in records.outboxes.items():
        if count:
            yield f"{count} events wait in {name}'s outbox"


RULES = (
    one_active_ticket_per_seat,
    unique_ticket_index_exists,
    tickets_belong_to_their_bookings,
    seats_tickets_and_bookings_agree,
    everything_is_final,
)
