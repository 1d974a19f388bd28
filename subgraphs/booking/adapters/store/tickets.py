"""Tickets in MongoDB: used by one conditional update."""

from dataclasses import asdict

from pymongo import ASCENDING, IndexModel

from shared.money import Money
from shared.storage.mongo import CollectionSpec, Database, Document
from subgraphs.booking.domain.bookings import Scan, Ticket, TicketStatus
from subgraphs.booking.domain.seats import TicketCategory

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
        # The backstop that must never fire: the claim's predicate has decided long before.
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

    async def scanned(self, before: Ticket, after: Ticket) -> bool:
        # Scans are only ever added: when there is none behind those that were read, they are all.
        none_since = {f"scans.{len(before.scans)}": {"$exists": False}}
        written = await self._tickets.update_one(
            {"_id": before.id, "status": before.status} | none_since,
            {"$set": {"status": after.status, "scans": [asdict(scan) for scan in after.scans]}},
        )
        return written.matched_count == 1


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
        # A ticket that was sold before doors kept scans has none.
        scans=[Scan(**scan) for scan in document.get("scans", ())],
    )
