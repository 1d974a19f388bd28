"""The use cases of bookings."""

import contextlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from shared.auth.viewer import Viewer
from shared.clock import Clock
from shared.errors import (
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    Refusal,
    TransientFailure,
    VersionConflict,
)
from shared.ids import is_id
from shared.money import Money
from shared.pagination import Page, PageRequest, make_page
from subgraphs.booking.domain.bookings import Booking, spoken_reference
from subgraphs.booking.domain.calls import Call
from subgraphs.booking.domain.permissions import may_cancel_booking, may_see_booking
from subgraphs.booking.domain.refunds import RefundTerm, refund_quote
from subgraphs.booking.domain.saga import BEGINNING, BookingStatus
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.tickets import Ticket
from subgraphs.booking.domain.timing import Timing
from subgraphs.booking.errors import (
    BookingNotCancellable,
    HoldExpired,
    HoldLost,
    HoldTaken,
    PaymentDeclined,
    TicketInUse,
)
from subgraphs.booking.ports import BookingStore, Idempotency, ShowtimeCatalog
from subgraphs.booking.service.holds import HoldService
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.saga import BookingSaga

log = structlog.get_logger(__name__)

PAYING = timedelta(minutes=2)
"""How long the seats stay held at least once a payment has begun."""
_TOKEN = re.compile(r"[!-~]{1,200}")
_LONGEST_REASON = 500
_BEING_PAID = "This hold is being paid for by another call."


class BookingService:
    """Books held seats, cancels bookings, and finds them."""

    def __init__(
        self,
        holds: HoldService,
        bookings: BookingStore,
        saga: BookingSaga,
        timing: Timing,
        inventories: InventoryLookup,
        catalog: ShowtimeCatalog,
        refund_terms: Sequence[RefundTerm],
        idempotency: Idempotency,
        clock: Clock,
    ) -> None:
        self._holds = holds
        self._bookings = bookings
        self._saga = saga
        self._timing = timing
        self._inventories = inventories
        self._catalog = catalog
        self._refund_terms = refund_terms
        self._idempotency = idempotency
        self._clock = clock

    async def book_hold(
        self, account_id: str, hold_id: str, payment_token: str | None, key: str
    ) -> Booking:
        """Buy the seats of a hold, once for each idempotency `key`.

        Seats that cost nothing need no payment token. A PENDING booking comes back while its
        payment's outcome is not known. Raises NotFound, HoldExpired, PaymentDeclined,
        IdempotencyConflict or InvalidInput.
        """
        if payment_token is not None and not _TOKEN.fullmatch(payment_token):
            raise InvalidInput.of("paymentToken", "TOKEN", "This is not a payment token.")

        async def work(seed: str) -> dict[str, str]:
            booking = await self._begin(f"bkg_{seed}", account_id, hold_id, payment_token)
            if booking.state == BEGINNING:
                # After a conflict the recovery worker has the booking: what it writes counts.
                with contextlib.suppress(VersionConflict):
                    await self._saga.begin(booking, payment_token)
            return {"bookingId": booking.id}

        arguments = {"holdId": hold_id, "paymentToken": payment_token}
        answer = await self._idempotency.once(Call(account_id, "bookHold", key, arguments), work)
        booking = (await self._bookings.by_ids([answer["bookingId"]]))[answer["bookingId"]]
        if booking.status is BookingStatus.PAYMENT_FAILED:
            if booking.decline_code:
                raise PaymentDeclined(booking.decline_code)
            raise HoldExpired("The payment was given up and nothing was charged; choose again.")
        return booking

    def refund_quote(
        self, booking: Booking, tickets: Sequence[Ticket], starts_at: datetime
    ) -> Money | None:
        """Return what cancelling now, with these tickets, gives back; None when it is refused.

        `starts_at` is when the booking's showtime begins.
        """
        return refund_quote(booking, tickets, self._refund_terms, starts_at, self._clock.now())

    async def cancel(
        self, viewer: Viewer, booking_id: str, reason: str | None, key: str
    ) -> Booking:
        """Give the seats back and refund by the terms, once for each idempotency `key`.

        Raises NotFound, also for a booking that the viewer may not cancel, BookingNotCancellable,
        IdempotencyConflict or InvalidInput.
        """
        if reason is not None and len(reason) > _LONGEST_REASON:
            raise InvalidInput.of("reason", "LENGTH", f"Use up to {_LONGEST_REASON} characters.")
        booking = await self._bookings.get(booking_id) if is_id("bkg", booking_id) else None
        if booking is None or not may_cancel_booking(viewer, booking):
            raise NotFound("booking", booking_id)

        async def work(_seed: str) -> dict[str, str]:
            await self._cancel(booking, reason)
            log.info("booking_cancelled", booking_id=booking_id, by=viewer.account_id)
            return {}

        arguments = {"bookingId": booking_id, "reason": reason}
        call = Call(viewer.account_id, "cancelBooking", key, arguments)
        await self._idempotency.once(call, work)
        return (await self._bookings.by_ids([booking_id]))[booking_id]

    async def _cancel(self, booking: Booking, reason: str | None) -> None:
        if booking.status is BookingStatus.CANCELLED:
            return
        tickets = await self._bookings.tickets_of([booking.id])
        showtime = await self._inventories.get(booking.showtime_id)
        quote = self.refund_quote(booking, tickets, showtime.starts_at)
        if quote is None:
            raise BookingNotCancellable
        try:
            await self._saga.cancel(booking, quote, reason=reason)
        except TicketInUse:
            raise BookingNotCancellable from None
        except VersionConflict:
            log.info("cancelled_by_another_call", booking_id=booking.id)

    async def get(self, viewer: Viewer, id: str) -> Booking | None:
        """Return a booking that the viewer may see; None for any other."""
        booking = await self._bookings.get(id) if is_id("bkg", id) else None
        return booking if booking is not None and may_see_booking(viewer, booking) else None

    async def by_ids(self, viewer: Viewer, ids: Sequence[str]) -> dict[str, Booking]:
        """Return those of several bookings that the viewer may see, by id."""
        found = await self._bookings.by_ids([id for id in ids if is_id("bkg", id)])
        return {id: each for id, each in found.items() if may_see_booking(viewer, each)}

    async def page(
        self,
        request: PageRequest,
        *,
        account_id: str | None = None,
        showtime_id: str | None = None,
        status: BookingStatus | None = None,
    ) -> Page[Booking]:
        """Return a page of bookings, the newest first."""
        fetched, count = await self._bookings.page(
            request, account_id=account_id, showtime_id=showtime_id, status=status
        )
        return make_page(fetched, request, sort_key=lambda each: (each.id,), count=count)

    async def tickets_of(self, booking_ids: Sequence[str]) -> list[Ticket]:
        """Return the tickets of several bookings."""
        return await self._bookings.tickets_of(booking_ids)

    async def _begin(
        self, booking_id: str, account_id: str, hold_id: str, payment_token: str | None
    ) -> Booking:
        """Return the booking that an earlier try of this call began, or write a new one.

        It is written before anyone is asked for money.
        """
        begun = await self._bookings.get(booking_id)
        if begun is not None:
            return begun
        hold = await self._holds.get(account_id, hold_id)
        if hold.booking_id is not None:
            return await self._begun_since(booking_id, await self._why_taken(hold.booking_id))
        now = self._clock.now()
        if hold.expires_at <= now:
            raise HoldExpired
        if payment_token is None and hold.total.amount_minor > 0:
            raise InvalidInput.of("paymentToken", "REQUIRED", "These seats are not free: pay them.")
        planned = await self._planned(hold.showtime_id)
        if planned is not None and planned.cancelled:
            raise HoldExpired.lost()
        status, step = BEGINNING
        booking = Booking(
            id=booking_id,
            reference=spoken_reference(booking_id),
            account_id=account_id,
            showtime_id=hold.showtime_id,
            hold_id=hold.id,
            seats=hold.seats,
            total=hold.total,
            status=status,
            step=step,
            decline_code=None,
            refund=None,
            created_at=now,
            due_at=now + self._timing.lease,
            attempts=0,
            failures=0,
            version=1,
        )
        try:
            await self._bookings.begin(
                booking, until=max(hold.expires_at, now + PAYING), planned=planned
            )
        except HoldLost:
            raise HoldExpired.lost() from None
        except HoldTaken:
            return await self._begun_since(booking_id, IdempotencyConflict(_BEING_PAID))
        return booking

    async def _planned(self, showtime_id: str) -> Schedule | None:
        """Return what catalog has planned; None when it does not say.

        Catalog knows that a showtime was moved or cancelled before that event arrives here. While
        catalog is unavailable, bookings go on: the event refunds what it makes wrong.
        """
        try:
            return await self._catalog.schedule(showtime_id)
        except TransientFailure as failure:
            log.warning("booked_without_catalog", showtime_id=showtime_id, why=str(failure))
            return None

    async def _begun_since(self, booking_id: str, refusal: Refusal) -> Booking:
        """Return the booking if a process that took this call over has begun it.

        Raises `refusal` otherwise.
        """
        begun = await self._bookings.get(booking_id)
        if begun is None:
            raise refusal
        return begun

    async def _why_taken(self, booking_id: str) -> Refusal:
        """Return why a hold that this booking was begun from cannot be paid for."""
        other = await self._bookings.get(booking_id)
        if other is None or other.is_open or other.status is BookingStatus.PAYMENT_FAILED:
            # After a failed payment the hold has been given back since it was read.
            return IdempotencyConflict(_BEING_PAID)
        return HoldExpired("This hold was used up by an earlier booking; choose seats again.")
