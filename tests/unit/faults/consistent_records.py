"""Small books in which everything agrees, and what tests need to spoil them.

Somebody held two seats one after the other, bought both, gave the second back ten days before the
showtime and was let in with the first.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faults.auditor.calls import Call, Document
from tests.faults.auditor.records import Charge, Records

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
STARTS = NOON + timedelta(days=10)
ACCOUNT, SHOWTIME, AUDITORIUM = "acc_1", "sho_1", "aud_1"
PRICE = {"amountMinor": 500, "currency": "MXN"}


def at(minutes: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(minutes=minutes)


def call(
    operation: str,
    given: Document,
    answer: Document | None,
    *,
    minute: float,
    account: str = ACCOUNT,
    lost: bool = False,
) -> Call:
    """A call at that minute, answered a second later or never; `lost` is a first try without."""
    error = {"at": at(minute).isoformat(), "error": "NO_ANSWER", "correlationId": None}
    errors = [error] if lost else []
    received = at(minute) + timedelta(seconds=1) if answer else None
    return Call(operation, account, given, at(minute), received, answer or {}, errors)


def hold_answer(
    hold_id: str, seat_id: str, *, until: float, extended: bool = False, price: int = 500
) -> Document:
    """The answer that tells of a hold of one seat."""
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
    """The answer that tells of a booking of one seat."""
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
    """A typed refusal."""
    return {"__typename": kind, "code": kind.upper(), "message": "", **fields}


def event(number: int, topic: str, minute: float, **data: Any) -> Document:
    """An event as it is in Kafka."""
    return {
        "id": f"evt_{number}",
        "type": topic,
        "occurredAt": at(minute).isoformat(),
        "data": data,
    }


def another_account(records: Any) -> None:
    """Somebody else, `acc_2`, has an account too."""
    records.accounts.add("acc_2")
    told = event(20, "account.registered.v1", 0, accountId="acc_2")
    records.events["account.registered.v1"].append(told)


def consistent_records() -> Records:
    """Made again at each call: tests change what is in them."""
    return Records(
        accounts={ACCOUNT},
        sessions={ACCOUNT},
        showtimes={
            SHOWTIME: {
                "_id": SHOWTIME,
                "status": "SCHEDULED",
                "auditoriumId": AUDITORIUM,
                "startsAt": STARTS,
                "endsAt": STARTS + timedelta(hours=2),
                "prices": [_price()],
            }
        },
        auditoriums={
            AUDITORIUM: {
                "name": "1",
                "rows": [{"label": "A", "seats": [{"number": 1}, {"number": 2}]}],
            }
        },
        bookings_in_catalog={
            "bkg_1": {"showtimeId": SHOWTIME, "stands": True},
            "bkg_2": {"showtimeId": SHOWTIME, "stands": False},
        },
        bookings={
            "bkg_1": _booking(1, "A1", "CONFIRMED", refund=None),
            "bkg_2": _booking(2, "A2", "CANCELLED", refund=500),
        },
        tickets=[
            _ticket(1, "A1", "USED") | {"scans": [{"id": "s", "device": "online", "at": at(50)}]},
            _ticket(2, "A2", "VOID"),
        ],
        ticket_indexes=[
            {
                "key": {"showtimeId": 1, "seatId": 1},
                "unique": True,
                "partialFilterExpression": {"active": True},
            }
        ],
        inventories={
            SHOWTIME: {
                "scheduled": True,
                "startsAt": STARTS,
                "endsAt": STARTS + timedelta(hours=2),
                "auditoriumName": "1",
                "prices": [_price()],
                "seats": {
                    "A1": {"state": "SOLD", "holdId": "hld_1"},
                    "A2": {"state": "FREE", "holdId": "hld_2"},
                },
            }
        },
        holds={"hld_1": _hold(1, "A1", until=20), "hld_2": _hold(2, "A2", until=30)},
        payments={
            "pay_1": _payment(1, "CAPTURED", []),
            "pay_2": _payment(2, "REFUNDED", [{"id": "ref_2", "amountMinor": 500, "done": True}]),
        },
        ledger=[
            _entry(1, "capture:pay_1", "provider_balance", "ticket_sales"),
            _entry(2, "capture:pay_2", "provider_balance", "ticket_sales"),
            _entry(2, "refund:ref_2", "ticket_sales", "provider_balance"),
        ],
        charges={
            "pay_1": Charge(500, "captured", "MXN"),
            "pay_2": Charge(500, "captured", "MXN", refunds={"ref_2": 500}),
        },
        inboxes={"booking": set(), "payment": set()},
        outboxes={"booking": 0},
        events=_events(),
        calls=_calls(),
        read_at=at(24 * 60),
    )


def _calls() -> list[Call]:
    return [
        call("register", {}, {"__typename": "Account", "id": ACCOUNT}, minute=0, account=""),
        call("holdSeats", _hold_given("k1", "A1"), hold_answer("hld_1", "A1", until=20), minute=10),
        call(
            "bookHold",
            {"holdId": "hld_1", "idempotencyKey": "k2"},
            booking_answer(1, "A1", "CONFIRMED", "VALID"),
            minute=11,
        ),
        call("holdSeats", _hold_given("k3", "A2"), hold_answer("hld_2", "A2", until=30), minute=20),
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


def _events() -> dict[str, list[Document]]:
    booked = {"accountId": ACCOUNT, "showtimeId": SHOWTIME, "currency": "MXN"}
    scheduled = {"showtimeId": SHOWTIME, "startsAt": STARTS.isoformat(), "auditoriumId": AUDITORIUM}
    told = [
        event(1, "catalog.showtime.scheduled.v1", 0, **scheduled),
        event(2, "account.registered.v1", 0, accountId=ACCOUNT),
        *(
            event(
                2 + number,
                "booking.confirmed.v1",
                minute,
                bookingId=f"bkg_{number}",
                seatIds=[f"A{number}"],
                amountMinor=500,
                **booked,
            )
            for number, minute in ((1, 11), (2, 21))
        ),
        *(
            event(
                4 + number,
                "payment.captured.v1",
                minute,
                paymentId=f"pay_{number}",
                reference=f"bkg_{number}",
                **PRICE,
            )
            for number, minute in ((1, 11), (2, 21))
        ),
        event(
            7,
            "booking.cancelled.v1",
            40,
            bookingId="bkg_2",
            seatIds=["A2"],
            refundMinor=500,
            **booked,
        ),
        event(
            8,
            "payment.refunded.v1",
            40,
            paymentId="pay_2",
            reference="bkg_2",
            refundId="ref_2",
            **PRICE,
        ),
    ]
    return {
        each["type"]: [other for other in told if other["type"] == each["type"]] for each in told
    }


def _hold_given(key: str, seat_id: str) -> Document:
    return {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": key}


def _price() -> Document:
    return {"category": "ADULT", "class": "STANDARD", **PRICE}


def _seat(seat_id: str) -> Document:
    return {"seatId": seat_id, "category": "ADULT", **PRICE}


def _hold(number: int, seat_id: str, *, until: float) -> Document:
    return {
        "_id": f"hld_{number}",
        "accountId": ACCOUNT,
        "showtimeId": SHOWTIME,
        "seats": [_seat(seat_id)],
        "expiresAt": at(until),
        "extended": False,
        "bookingId": f"bkg_{number}",
    }


def _booking(number: int, seat_id: str, status: str, *, refund: int | None) -> Document:
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


def _ticket(number: int, seat_id: str, status: str) -> Document:
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


def _payment(number: int, status: str, refunds: list[Document]) -> Document:
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


def _entry(number: int, cause: str, debit: str, credit: str) -> Document:
    return {"paymentId": f"pay_{number}", "cause": cause, "debit": debit, "credit": credit, **PRICE}
