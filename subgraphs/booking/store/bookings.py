"""Bookings and tickets in MongoDB."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.money import Money
from shared.mongo import CollectionSpec, Database, Document, Session, transaction
from shared.outbox import Outbox
from shared.pagination import Count, PageRequest
from subgraphs.booking.domain.bookings import (
    ANONYMOUS,
    Booking,
    BookingStatus,
    State,
    Step,
    Ticket,
    TicketStatus,
    may_become,
)
from subgraphs.booking.errors import HoldLost, Overtaken, TicketInUse
from subgraphs.booking.events import BookingCancelled, BookingConfirmed
from subgraphs.booking.store.inventories import INVENTORIES, freed, sold, still_held
from subgraphs.booking.store.seats import seat_document, to_seat
from subgraphs.booking.store.tickets import TICKETS, ticket_document, to_ticket

_REFUND_LEASE = timedelta(seconds=15)

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
            "amountMinor": {"bsonType": ["int", "long"], "minimum": 1},
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


class MongoBookingStore:
    """Adapter of the port BookingStore."""

    def __init__(self, database: Database, outbox: Outbox, clock: Clock) -> None:
        self._clock = clock
        self._database = database
        self._bookings = database[BOOKINGS.name]
        self._tickets = database[TICKETS.name]
        self._inventories = database[INVENTORIES.name]
        self._outbox = outbox

    async def add(self, booking: Booking) -> Booking:
        try:
            await self._bookings.insert_one(_to_document(booking))
        except DuplicateKeyError:
            return await self.get(booking.id) or booking
        return booking

    async def get(self, id: str) -> Booking | None:
        document = await self._bookings.find_one({"_id": id})
        return _to_booking(document) if document else None

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]:
        found = self._bookings.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: _to_booking(document) async for document in found}

    async def move(
        self, booking: Booking, to: State, *, decline_code: str | None = None
    ) -> Booking:
        return await self._change(booking, _next(booking, to) | {"declineCode": decline_code})

    async def confirm(self, booking: Booking, tickets: Sequence[Ticket], next: State) -> Booking:
        seat_ids = [seat.seat_id for seat in booking.seats]

        async def write(session: Session) -> Booking:
            changed = await self._change(booking, _next(booking, next), session)
            seats = await self._inventories.update_one(
                {"_id": booking.showtime_id, "scheduled": True}
                | still_held(booking.hold_id, seat_ids),
                sold(seat_ids),
                session=session,
            )
            if not seats.matched_count:
                raise HoldLost
            await self._tickets.insert_many(
                [ticket_document(ticket) for ticket in tickets], session=session
            )
            event = BookingConfirmed(
                booking_id=booking.id,
                account_id=booking.account_id,
                showtime_id=booking.showtime_id,
                seat_ids=tuple(seat_ids),
                amount_minor=booking.total.amount_minor,
                currency=booking.total.currency,
            )
            await self._outbox.add(event, session=session)
            return changed

        return await transaction(self._database, write)

    async def cancel(
        self,
        booking: Booking,
        refund: Money,
        *,
        reason: str | None = None,
        by_cinema: bool = False,
    ) -> Booking:
        seat_ids = [seat.seat_id for seat in booking.seats]
        step = Step.REFUND if refund.amount_minor else Step.DONE
        fields = _next(booking, (BookingStatus.CANCELLED, step)) | {
            "refundMinor": refund.amount_minor,
            # The request that cancels refunds too; the recovery worker if it does not get so far.
            "dueAt": self._clock.now() + _REFUND_LEASE,
            "attempts": 0,
        }
        condition, free = freed(booking.hold_id, seat_ids)

        async def write(session: Session) -> Booking:
            changed = await self._change(booking, fields, session)
            await self._inventories.update_one(
                {"_id": booking.showtime_id} | condition, free, session=session
            )
            unused = {} if by_cinema else {"status": TicketStatus.VALID}
            voided = await self._tickets.update_many(
                {"bookingId": booking.id} | unused,
                {"$set": {"status": TicketStatus.VOID, "active": False}},
                session=session,
            )
            if voided.matched_count != len(seat_ids):
                raise TicketInUse
            event = BookingCancelled(
                booking_id=booking.id,
                account_id=booking.account_id,
                showtime_id=booking.showtime_id,
                seat_ids=tuple(seat_ids),
                refund_minor=refund.amount_minor,
                currency=refund.currency,
                reason=reason,
            )
            await self._outbox.add(event, session=session)
            return changed

        return await transaction(self._database, write)

    async def anonymise(self, account_id: str) -> None:
        await self._bookings.update_many(
            {"accountId": account_id},
            # A version on, so that a writer that read the account's id cannot restore it.
            {"$set": {"accountId": ANONYMOUS}, "$inc": {"version": 1}},
        )

    async def overdue(self, now: datetime, limit: int) -> list[Booking]:
        found = self._bookings.find({"open": True, "dueAt": {"$lte": now}}).limit(limit)
        return [_to_booking(document) async for document in found]

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        return await self._change(booking, {"dueAt": until, "attempts": booking.attempts + 1})

    async def postpone(self, booking: Booking, until: datetime) -> Booking:
        return await self._change(booking, {"dueAt": until})

    async def tickets_of(self, booking_ids: Sequence[str]) -> list[Ticket]:
        found = self._tickets.find({"bookingId": {"$in": list(booking_ids)}})
        tickets = [to_ticket(document) async for document in found]
        return sorted(tickets, key=lambda ticket: ticket.id)

    async def page(
        self,
        request: PageRequest,
        *,
        account_id: str | None = None,
        showtime_id: str | None = None,
        status: BookingStatus | None = None,
    ) -> tuple[list[Booking], Count]:
        given = {"accountId": account_id, "showtimeId": showtime_id, "status": status}
        which: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        behind = {"_id": {"$lt": request.after[0]}} if request.after else {}
        found = self._bookings.find(which | behind).sort("_id", DESCENDING).limit(request.size + 1)
        bookings = [_to_booking(document) async for document in found]
        return bookings, lambda: self._bookings.count_documents(which)

    async def _change(
        self, booking: Booking, fields: Document, session: Session | None = None
    ) -> Booking:
        """Write some fields under the next version; Overtaken when it is another by now."""
        version = booking.version + 1
        changed = await self._bookings.update_one(
            {"_id": booking.id, "version": booking.version},
            {"$set": fields | {"version": version}},
            session=session,
        )
        if not changed.matched_count:
            raise Overtaken
        return _to_booking(_to_document(booking) | fields | {"version": version})


def _next(booking: Booking, to: State) -> Document:
    assert may_become(booking.state, to), f"the saga has no way from {booking.state} to {to}"
    status, step = to
    return {"status": status, "step": step, "open": step is not Step.DONE}


def _to_document(booking: Booking) -> Document:
    return {
        "_id": booking.id,
        "reference": booking.reference,
        "accountId": booking.account_id,
        "showtimeId": booking.showtime_id,
        "holdId": booking.hold_id,
        "seats": [seat_document(seat) for seat in booking.seats],
        "amountMinor": booking.total.amount_minor,
        "currency": booking.total.currency,
        "status": booking.status,
        "step": booking.step,
        "open": booking.step is not Step.DONE,
        "declineCode": booking.decline_code,
        "refundMinor": booking.refund.amount_minor if booking.refund else None,
        "createdAt": booking.created_at,
        "dueAt": booking.due_at,
        "attempts": booking.attempts,
        "version": booking.version,
    }


def _to_booking(document: Document) -> Booking:
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
        version=document["version"],
    )


def _refund(document: Document) -> Money | None:
    minor = document["refundMinor"]
    return None if minor is None else Money(minor, document["currency"])
