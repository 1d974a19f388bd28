"""Documents as booking and payment store them."""

from tests.faults.auditor.calls import Document
from tests.unit.faults.records.basics import ACCOUNT, PRICE, SHOWTIME, at


def hold(number: int, seat_id: str, *, until: float) -> Document:
    """Return a hold of one seat that the booking of the same number was made from."""
    return {
        "_id": f"hld_{number}",
        "accountId": ACCOUNT,
        "showtimeId": SHOWTIME,
        "seats": [_seat(seat_id)],
        "expiresAt": at(until),
        "extended": False,
        "bookingId": f"bkg_{number}",
    }


def booking(number: int, seat_id: str, status: str, *, refund: int | None) -> Document:
    """Return a finished booking of one seat."""
    return {
        "_id": f"bkg_{number}",
        "accountId": ACCOUNT,
        "showtimeId": SHOWTIME,
        "holdId": f"hld_{number}",
        "seats": [_seat(seat_id)],
        **PRICE,
        "refundMinor": refund,
        "declineCode": None,
        "status": status,
        "step": "DONE",
        "createdAt": at(10 * number + 1),
    }


def ticket(number: int, seat_id: str, status: str) -> Document:
    """Return a ticket of the booking of the same number, without scans."""
    return {
        "_id": f"tkt_{number}",
        "bookingId": f"bkg_{number}",
        "showtimeId": SHOWTIME,
        **_seat(seat_id),
        "active": status != "VOID",
        "status": status,
        "code": f"code {number}",
        "scans": [],
    }


def payment(number: int, status: str, refunds: list[Document]) -> Document:
    """Return a settled payment of the booking of the same number."""
    return {
        "_id": f"pay_{number}",
        "reference": f"bkg_{number}",
        "accountId": ACCOUNT,
        **PRICE,
        "status": status,
        "declineCode": None,
        "unsettled": False,
        "refunds": refunds,
    }


def entry(number: int, cause: str, debit: str, credit: str) -> Document:
    """Return a ledger entry of the payment of that number."""
    return {"paymentId": f"pay_{number}", "cause": cause, "debit": debit, "credit": credit, **PRICE}


def _seat(seat_id: str) -> Document:
    return {"seatId": seat_id, "category": "ADULT", **PRICE}
