"""Tickets in MongoDB: a scan is one conditional update."""

from dataclasses import asdict

from pymongo import ASCENDING, IndexModel

from shared.errors import VersionConflict
from shared.money import Money
from shared.storage.mongo import CollectionSpec, Database, Document
from subgraphs.booking.domain.seats import TicketCategory
from subgraphs.booking.domain.tickets import Scan, Ticket, TicketStatus

TICKETS = CollectionSpec(
    "tickets",
    schema={
        "bsonType": "object",
        "required": ["bookingId", "showtimeId", "seatId", "status", "active", "code"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^tkt_"},
            "status": {"enum": [status.value for status in TicketStatus]},
        },
    },
    indexes=[
        IndexModel([("bookingId", ASCENDING)], name="booking"),
        # The last defence, which must never fire: the claim's predicate has decided before.
        IndexModel(
            [("showtimeId", ASCENDING), ("seatId", ASCENDING)],
            name="one active ticket a seat",
            unique=True,
            partialFilterExpression={"active": True},
        ),
    ],
)


class MongoTicketStore:
    """Adapter of the port TicketStore."""

    def __init__(self, database: Database) -> None:
        self._tickets = database[TICKETS.name]

    async def get(self, id: str) -> Ticket | None:
        document = await self._tickets.find_one({"_id": id})
        return to_ticket(document) if document else None

    async def record_scan(self, before: Ticket, after: Ticket) -> None:
        # Scans are never removed: their number tells whether one was added since.
        none_since = {f"scans.{len(before.scans)}": {"$exists": False}}
        written = await self._tickets.update_one(
            {"_id": before.id, "status": before.status} | none_since,
            {"$set": {"status": after.status, "scans": [asdict(scan) for scan in after.scans]}},
        )
        if not written.matched_count:
            raise VersionConflict


def ticket_document(ticket: Ticket) -> Document:
    return {
        "_id": ticket.id,
        "bookingId": ticket.booking_id,
        "showtimeId": ticket.showtime_id,
        "seatId": ticket.seat_id,
        "category": ticket.category,
        "amountMinor": ticket.price.amount_minor,
        "currency": ticket.price.currency,
        "status": ticket.status,
        "active": ticket.status is not TicketStatus.VOID,
        "code": ticket.code,
        "scans": [],
    }


def to_ticket(document: Document) -> Ticket:
    return Ticket(
        id=document["_id"],
        booking_id=document["bookingId"],
        showtime_id=document["showtimeId"],
        seat_id=document["seatId"],
        category=TicketCategory(document["category"]),
        price=Money(document["amountMinor"], document["currency"]),
        status=TicketStatus(document["status"]),
        code=document["code"],
        # Tickets from before scans were stored lack the field.
        scans=[Scan(**scan) for scan in document.get("scans", ())],
    )
