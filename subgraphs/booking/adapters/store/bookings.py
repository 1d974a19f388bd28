"""Bookings and tickets in MongoDB.

A step that touches more than one document is one transaction. Each write of a booking is its next
version and is conditional on the version before it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from shared.errors import VersionConflict
from shared.messaging.outbox import Outbox
from shared.pagination import Count, PageRequest
from shared.storage.mongo import Database, Session, transaction
from shared.turns import in_turns
from subgraphs.booking.adapters.store.booking_documents import (
    BOOKINGS,
    booking_document,
    changeable_fields,
    to_booking,
)
from subgraphs.booking.adapters.store.holds import HOLDS
from subgraphs.booking.adapters.store.inventories import (
    INVENTORIES,
    freed,
    held_no_longer_than,
    held_until,
    sellable,
    sold,
    still_held,
)
from subgraphs.booking.adapters.store.tickets import TICKETS, ticket_document, to_ticket
from subgraphs.booking.domain.bookings import ANONYMOUS, Booking
from subgraphs.booking.domain.saga import TICKETED, BookingStatus
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.tickets import Ticket, TicketStatus
from subgraphs.booking.errors import HoldLost, HoldTaken, TicketInUse
from subgraphs.booking.events import BookingCancelled, BookingConfirmed


class MongoBookingStore:
    """Adapter of the port BookingStore."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._bookings = database[BOOKINGS.name]
        self._tickets = database[TICKETS.name]
        self._holds = database[HOLDS.name]
        self._inventories = database[INVENTORIES.name]
        self._outbox = outbox

    async def begin(
        self, booking: Booking, *, until: datetime, planned: Schedule | None = None
    ) -> None:
        async def write(session: Session) -> None:
            taken = await self._holds.update_one(
                {"_id": booking.hold_id, "bookingId": None},
                {"$set": {"bookingId": booking.id}},
                session=session,
            )
            if not taken.matched_count:
                raise HoldTaken
            kept = await self._inventories.update_one(
                {"_id": booking.showtime_id}
                | sellable(booking.created_at, planned)
                | still_held(booking.hold_id, booking.seat_ids),
                held_until(booking.seat_ids, until),
                session=session,
            )
            if not kept.matched_count:
                raise HoldLost
            await self._bookings.insert_one(booking_document(booking), session=session)

        try:
            await transaction(self._database, write)
        except DuplicateKeyError:
            # This booking has failed before, and its hold was given back.
            raise HoldTaken from None

    async def get(self, id: str) -> Booking | None:
        document = await self._bookings.find_one({"_id": id})
        return to_booking(document) if document else None

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]:
        found = self._bookings.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: to_booking(document) async for document in in_turns(found)}

    async def save(self, booking: Booking) -> None:
        await self._write(booking)

    async def fail(self, booking: Booking) -> None:
        async def write(session: Session) -> None:
            await self._write(booking, session)
            paid_from = {"_id": booking.hold_id, "bookingId": booking.id}
            hold = await self._holds.find_one(paid_from, session=session)
            if hold is None:
                # The account was deleted, and its holds with it.
                return
            await self._holds.update_one(paid_from, {"$set": {"bookingId": None}}, session=session)
            await self._inventories.update_one(
                {"_id": booking.showtime_id} | still_held(booking.hold_id, booking.seat_ids),
                held_no_longer_than(booking.seat_ids, hold["expiresAt"]),
                session=session,
            )

        await transaction(self._database, write)

    async def confirm(
        self, booking: Booking, tickets: Sequence[Ticket], *, events: Sequence[BookingConfirmed]
    ) -> None:
        async def write(session: Session) -> None:
            await self._write(booking, session)
            seats = await self._inventories.update_one(
                {"_id": booking.showtime_id, "scheduled": True}
                | still_held(booking.hold_id, booking.seat_ids),
                sold(booking.seat_ids),
                session=session,
            )
            if not seats.matched_count:
                raise HoldLost
            await self._tickets.insert_many(
                [ticket_document(ticket) for ticket in tickets], session=session
            )
            await self._outbox.add(*events, session=session)

        await transaction(self._database, write)

    async def cancel(
        self,
        booking: Booking,
        *,
        void_used_tickets: bool,
        events: Sequence[BookingCancelled],
    ) -> None:
        condition, free = freed(booking.hold_id, booking.seat_ids)
        which = {} if void_used_tickets else {"status": TicketStatus.VALID}

        async def write(session: Session) -> None:
            await self._write(booking, session)
            await self._inventories.update_one(
                {"_id": booking.showtime_id} | condition, free, session=session
            )
            voided = await self._tickets.update_many(
                {"bookingId": booking.id} | which,
                {"$set": {"status": TicketStatus.VOID, "active": False}},
                session=session,
            )
            if voided.matched_count != len(booking.seats):
                raise TicketInUse
            await self._outbox.add(*events, session=session)

        await transaction(self._database, write)

    async def anonymise(self, account_id: str) -> None:
        await self._bookings.update_many(
            {"accountId": account_id},
            # The next version, so that a writer that read the account's id loses.
            {"$set": {"accountId": ANONYMOUS}, "$inc": {"version": 1}},
        )

    async def overdue(self, now: datetime, limit: int) -> list[Booking]:
        found = self._bookings.find({"open": True, "dueAt": {"$lte": now}}).limit(limit)
        return [to_booking(document) async for document in in_turns(found)]

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        leased = booking.leased(until)
        await self._write(leased)
        return leased

    async def postpone(self, booking: Booking, until: datetime, failures: int) -> None:
        await self._write(booking.postponed(until, failures))

    async def ticketed(self, showtime_id: str, limit: int) -> list[Booking]:
        states = [{"status": status, "step": step} for status, step in TICKETED]
        found = self._bookings.find({"showtimeId": showtime_id, "$or": states}).limit(limit)
        return [to_booking(document) async for document in in_turns(found)]

    async def tickets_of(self, booking_ids: Sequence[str]) -> list[Ticket]:
        found = self._tickets.find({"bookingId": {"$in": list(booking_ids)}})
        tickets = [to_ticket(document) async for document in in_turns(found)]
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
        after = {"_id": {"$lt": request.after[0]}} if request.after else {}
        found = self._bookings.find(which | after).sort("_id", DESCENDING).limit(request.size + 1)
        bookings = [to_booking(document) async for document in in_turns(found)]
        return bookings, lambda: self._bookings.count_documents(which)

    async def _write(self, booking: Booking, session: Session | None = None) -> None:
        """Write the next version. Raises VersionConflict unless the one before it is stored."""
        written = await self._bookings.update_one(
            {"_id": booking.id, "version": booking.version - 1},
            {"$set": changeable_fields(booking)},
            session=session,
        )
        if not written.matched_count:
            raise VersionConflict
