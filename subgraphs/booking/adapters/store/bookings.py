"""Bookings and tickets in MongoDB: each step that touches more than one document is one
transaction, and each is conditional on the version that was read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from shared.messaging.outbox import Outbox
from shared.money import Money
from shared.pagination import Count, PageRequest
from shared.storage.mongo import Database, Document, Session, transaction
from subgraphs.booking.adapters.store.booking_documents import (
    BOOKINGS,
    booking_document,
    to_booking,
)
from subgraphs.booking.adapters.store.holds import HOLDS
from subgraphs.booking.adapters.store.inventories import (
    INVENTORIES,
    freed,
    held_no_longer_than,
    held_until,
    sold,
    still_held,
)
from subgraphs.booking.adapters.store.tickets import TICKETS, ticket_document, to_ticket
from subgraphs.booking.domain.bookings import (
    ANONYMOUS,
    TICKETED,
    Booking,
    BookingStatus,
    State,
    Step,
    Ticket,
    TicketStatus,
    after_cancelling,
    goes_on,
    may_become,
)
from subgraphs.booking.errors import HoldLost, HoldTaken, Overtaken, TicketInUse
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

    async def begin(self, booking: Booking, *, until: datetime) -> None:
        seat_ids = [seat.seat_id for seat in booking.seats]

        async def write(session: Session) -> None:
            taken = await self._holds.update_one(
                {"_id": booking.hold_id, "bookingId": None},
                {"$set": {"bookingId": booking.id}},
                session=session,
            )
            if not taken.matched_count:
                raise HoldTaken
            sellable = {"scheduled": True, "startsAt": {"$gt": booking.created_at}}
            kept = await self._inventories.update_one(
                {"_id": booking.showtime_id} | sellable | still_held(booking.hold_id, seat_ids),
                held_until(seat_ids, until),
                session=session,
            )
            if not kept.matched_count:
                raise HoldLost
            await self._bookings.insert_one(booking_document(booking), session=session)

        try:
            await transaction(self._database, write)
        except DuplicateKeyError:
            # It has failed before, and given its hold back.
            raise HoldTaken from None

    async def get(self, id: str) -> Booking | None:
        document = await self._bookings.find_one({"_id": id})
        return to_booking(document) if document else None

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Booking]:
        found = self._bookings.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: to_booking(document) async for document in found}

    async def move(self, booking: Booking, to: State) -> Booking:
        return await self._change(booking, _next(booking, to))

    async def fail(self, booking: Booking, *, decline_code: str | None = None) -> None:
        seat_ids = [seat.seat_id for seat in booking.seats]
        fields = _next(booking, (BookingStatus.PAYMENT_FAILED, Step.DONE))

        async def write(session: Session) -> None:
            await self._change(booking, fields | {"declineCode": decline_code}, session)
            paid_from = {"_id": booking.hold_id, "bookingId": booking.id}
            hold = await self._holds.find_one(paid_from, session=session)
            if hold is None:
                # Its account is gone, and its holds with it.
                return
            await self._holds.update_one(paid_from, {"$set": {"bookingId": None}}, session=session)
            await self._inventories.update_one(
                {"_id": booking.showtime_id} | still_held(booking.hold_id, seat_ids),
                held_no_longer_than(seat_ids, hold["expiresAt"]),
                session=session,
            )

        await transaction(self._database, write)

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
        due_at: datetime,
        reason: str | None,
        by_cinema: bool,
    ) -> Booking:
        seat_ids = [seat.seat_id for seat in booking.seats]
        fields = _next(booking, after_cancelling(booking.state, refund)) | {
            "refundMinor": refund.amount_minor,
            "dueAt": due_at,
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
        return [to_booking(document) async for document in found]

    async def lease(self, booking: Booking, until: datetime) -> Booking:
        return await self._change(booking, {"dueAt": until, "attempts": booking.attempts + 1})

    async def postpone(self, booking: Booking, until: datetime, failures: int) -> None:
        await self._change(booking, {"dueAt": until, "failures": failures})

    async def ticketed(self, showtime_id: str, limit: int) -> list[Booking]:
        states = [{"status": status, "step": step} for status, step in TICKETED]
        found = self._bookings.find({"showtimeId": showtime_id, "$or": states}).limit(limit)
        return [to_booking(document) async for document in found]

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
        bookings = [to_booking(document) async for document in found]
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
        return to_booking(booking_document(booking) | fields | {"version": version})


def _next(booking: Booking, to: State) -> Document:
    assert may_become(booking.state, to), f"the saga has no way from {booking.state} to {to}"
    status, step = to
    return {"status": status, "step": step, "open": goes_on(to), "attempts": 0, "failures": 0}
