"""Small records that agree with one another."""

from datetime import timedelta

from tests.faults.auditor.records import Charge, Records
from tests.unit.faults.records.basics import ACCOUNT, AUDITORIUM, PRICE, SHOWTIME, STARTS, at
from tests.unit.faults.records.calls import consistent_calls
from tests.unit.faults.records.documents import booking, entry, hold, payment, ticket
from tests.unit.faults.records.events import consistent_events


def consistent_records() -> Records:
    """Return new records in which everything agrees; tests change them.

    A customer held two seats one after the other, booked both, cancelled the second booking ten
    days before the showtime and was let in with the first ticket.
    """
    ends = STARTS + timedelta(hours=2)
    price = {"category": "ADULT", "class": "STANDARD", **PRICE}
    return Records(
        accounts={ACCOUNT},
        sessions={ACCOUNT},
        showtimes={
            SHOWTIME: {
                "_id": SHOWTIME,
                "status": "SCHEDULED",
                "auditoriumId": AUDITORIUM,
                "startsAt": STARTS,
                "endsAt": ends,
                "prices": [dict(price)],
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
            "bkg_1": booking(1, "A1", "CONFIRMED", refund=None),
            "bkg_2": booking(2, "A2", "CANCELLED", refund=500),
        },
        tickets=[
            ticket(1, "A1", "USED") | {"scans": [{"id": "s", "device": "online", "at": at(50)}]},
            ticket(2, "A2", "VOID"),
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
                "endsAt": ends,
                "auditoriumName": "1",
                "prices": [dict(price)],
                "seats": {
                    "A1": {"state": "SOLD", "holdId": "hld_1"},
                    "A2": {"state": "FREE", "holdId": "hld_2"},
                },
            }
        },
        holds={"hld_1": hold(1, "A1", until=20), "hld_2": hold(2, "A2", until=30)},
        payments={
            "pay_1": payment(1, "CAPTURED", []),
            "pay_2": payment(2, "REFUNDED", [{"id": "ref_2", "amountMinor": 500, "done": True}]),
        },
        ledger=[
            entry(1, "capture:pay_1", "provider_balance", "ticket_sales"),
            entry(2, "capture:pay_2", "provider_balance", "ticket_sales"),
            entry(2, "refund:ref_2", "ticket_sales", "provider_balance"),
        ],
        charges={
            "pay_1": Charge(500, "captured", "MXN"),
            "pay_2": Charge(500, "captured", "MXN", refunds={"ref_2": 500}),
        },
        inboxes={"booking": set(), "payment": set()},
        outboxes={"booking": 0},
        events=consistent_events(),
        calls=consistent_calls(),
        read_at=at(24 * 60),
    )
