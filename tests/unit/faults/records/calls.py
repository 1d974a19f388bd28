"""Calls of customers, with their answers."""

from datetime import timedelta
from typing import Any

from tests.faults.auditor.calls import Call, Document
from tests.unit.faults.records.basics import ACCOUNT, PRICE, SHOWTIME, at


def consistent_calls() -> list[Call]:
    """Return the calls that made the consistent records."""
    return [
        call("register", {}, {"__typename": "Account", "id": ACCOUNT}, minute=0, account=""),
        call("holdSeats", _seat_input("k1", "A1"), hold_answer("hld_1", "A1", until=20), minute=10),
        call(
            "bookHold",
            {"holdId": "hld_1", "idempotencyKey": "k2"},
            booking_answer(1, "A1", "CONFIRMED", "VALID"),
            minute=11,
        ),
        call("holdSeats", _seat_input("k3", "A2"), hold_answer("hld_2", "A2", until=30), minute=20),
        call(
            "bookHold",
            {"holdId": "hld_2", "idempotencyKey": "k4"},
            booking_answer(2, "A2", "CONFIRMED", "VALID"),
            minute=21,
        ),
        call(
            "cancelBooking",
            {"bookingId": "bkg_2", "idempotencyKey": "k5"},
            booking_answer(2, "A2", "CANCELLED", "VOID"),
            minute=40,
        ),
        call(
            "checkInTicket",
            {"code": "code 1", "idempotencyKey": "k6"},
            {"__typename": "TicketAccepted", "ticket": {"id": "tkt_1", "status": "USED"}},
            minute=50,
        ),
    ]


def call(
    operation: str,
    given: Document,
    answer: Document | None,
    *,
    minute: float,
    account: str = ACCOUNT,
    lost: bool = False,
) -> Call:
    """Return a call at that minute, answered a second later, or never if `answer` is None.

    With `lost` a first attempt got no answer.
    """
    error = {"at": at(minute).isoformat(), "error": "NO_ANSWER", "correlationId": None}
    errors = [error] if lost else []
    received = at(minute) + timedelta(seconds=1) if answer else None
    return Call(operation, account, given, at(minute), received, answer or {}, errors)


def hold_answer(
    hold_id: str, seat_id: str, *, until: float, extended: bool = False, price: int = 500
) -> Document:
    """Return the answer about a hold of one seat."""
    cost = PRICE | {"amountMinor": price}
    return {
        "__typename": "SeatHold",
        "id": hold_id,
        "showtime": {"id": SHOWTIME},
        "expiresAt": at(until).isoformat(),
        "extended": extended,
        "total": cost,
        "seats": [{"seatId": seat_id, "category": "ADULT", "price": cost}],
    }


def booking_answer(number: int, seat_id: str, status: str, ticket_status: str) -> Document:
    """Return the answer about a booking of one seat."""
    ticket = {
        "id": f"tkt_{number}",
        "seatId": seat_id,
        "category": "ADULT",
        "price": PRICE,
        "code": f"code {number}",
        "status": ticket_status,
    }
    return {
        "__typename": "Booking",
        "id": f"bkg_{number}",
        "status": status,
        "showtime": {"id": SHOWTIME},
        "total": PRICE,
        "tickets": [ticket],
    }


def refusal(kind: str, **fields: Any) -> Document:
    """Return a refusal of that type."""
    return {"__typename": kind, "code": kind.upper(), "message": "", **fields}


def _seat_input(key: str, seat_id: str) -> Document:
    return {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": key}
