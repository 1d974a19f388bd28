"""The collection of bookings, and how a booking is a document."""

from pymongo import ASCENDING, DESCENDING, IndexModel

from shared.money import Money
from shared.storage.mongo import CollectionSpec, Document
from subgraphs.booking.adapters.store.seats import seat_document, to_seat
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import BookingStatus, Step

BOOKINGS = CollectionSpec(
    "bookings",
    schema={
        "bsonType": "object",
        "required": ["accountId", "showtimeId", "holdId", "status", "step", "version", "dueAt"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^bkg_"},
            "status": {"enum": [status.value for status in BookingStatus]},
            "step": {"enum": [step.value for step in Step]},
            "version": {"bsonType": ["int", "long"], "minimum": 1},
            "amountMinor": {"bsonType": ["int", "long"], "minimum": 0},
        },
    },
    indexes=[
        IndexModel([("accountId", ASCENDING), ("_id", DESCENDING)], name="account"),
        IndexModel([("showtimeId", ASCENDING), ("_id", DESCENDING)], name="showtime"),
        IndexModel(
            [("dueAt", ASCENDING)],
            name="overdue",
            partialFilterExpression={"open": True},
        ),
    ],
)


def booking_document(booking: Booking) -> Document:
    return {
        "_id": booking.id,
        "reference": booking.reference,
        "accountId": booking.account_id,
        "showtimeId": booking.showtime_id,
        "holdId": booking.hold_id,
        "seats": [seat_document(seat) for seat in booking.seats],
        "amountMinor": booking.total.amount_minor,
        "currency": booking.total.currency,
        "createdAt": booking.created_at,
        **changeable_fields(booking),
    }


def changeable_fields(booking: Booking) -> Document:
    """Return the fields that a later version may change."""
    return {
        "status": booking.status,
        "step": booking.step,
        "open": booking.is_open,
        "declineCode": booking.decline_code,
        "refundMinor": booking.refund.amount_minor if booking.refund else None,
        "dueAt": booking.due_at,
        "attempts": booking.attempts,
        "failures": booking.failures,
        "version": booking.version,
    }


def to_booking(document: Document) -> Booking:
    return Booking(
        id=document["_id"],
        reference=document["reference"],
        account_id=document["accountId"],
        showtime_id=document["showtimeId"],
        hold_id=document["holdId"],
        seats=[to_seat(seat) for seat in document["seats"]],
        total=Money(document["amountMinor"], document["currency"]),
        status=BookingStatus(document["status"]),
        step=Step(document["step"]),
        decline_code=document["declineCode"],
        refund=_refund(document),
        created_at=document["createdAt"],
        due_at=document["dueAt"],
        attempts=document["attempts"],
        # Bookings from before failures were counted lack the field.
        failures=document.get("failures", 0),
        version=document["version"],
    )


def _refund(document: Document) -> Money | None:
    minor = document["refundMinor"]
    return None if minor is None else Money(minor, document["currency"])
