"""Events as they are in Kafka."""

from typing import Any

from tests.faults.auditor.calls import Document
from tests.unit.faults.records.basics import ACCOUNT, AUDITORIUM, PRICE, SHOWTIME, STARTS, at


def event(number: int, topic: str, minute: float, **data: Any) -> Document:
    """Return an event of a fact at that minute."""
    return {
        "id": f"evt_{number}",
        "type": topic,
        "occurredAt": at(minute).isoformat(),
        "data": data,
    }


def consistent_events() -> dict[str, list[Document]]:
    """Return the events of the consistent records by topic."""
    booked = {"accountId": ACCOUNT, "showtimeId": SHOWTIME, "currency": "MXN"}
    scheduled = {"showtimeId": SHOWTIME, "startsAt": STARTS.isoformat(), "auditoriumId": AUDITORIUM}
    published = [
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
        each["type"]: [other for other in published if other["type"] == each["type"]]
        for each in published
    }
