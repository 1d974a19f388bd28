"""The use cases of bookings."""

import contextlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from shared.auth.viewer import Role, Viewer
from shared.clock import Clock
from shared.errors import IdempotencyConflict, InvalidInput, NotFound, Refusal
from shared.ids import is_id
from shared.money import Money
from shared.pagination import Page, PageRequest, make_page
from subgraphs.booking.adapters.idempotency import Call, Idempotency
from subgraphs.booking.domain.bookings import (
    BEGINNING,
    Booking,
    BookingStatus,
    Ticket,
    spoken_reference,
)
from subgraphs.booking.domain.refunds import RefundTerm, refund_quote
from subgraphs.booking.errors import (
    BookingNotCancellable,
    HoldExpired,
    HoldLost,
    HoldTaken,
    Overtaken,
    PaymentDeclined,
    TicketInUse,
)
from subgraphs.booking.ports import BookingStore
from subgraphs.booking.service.holds import HoldingService
from subgraphs.booking.service.inventory_lookup import Inventories
from subgraphs.booking.service.saga import BookingSaga, Timing

log = structlog.get_logger(__name__)

# While a payment is under way, or its outcome not known, nobody else gets the seats.
PAYING = timedelta(minutes=2)
_TOKEN = re.compile(r"[!-~]{1,200}")
_LONGEST_REASON = 500
_BEING_PAID = "This hold is being paid for by another call."


class BookingService:
    """Books what is held, and finds bookings."""

    def __init__(
        self,
        holding: HoldingService,
        bookings: BookingStore,
        saga: BookingSaga,
        timing: Timing,
        inventories: Inventories,
        refund_terms: Sequence[RefundTerm],
        idempotency: Idempotency,
        clock: Clock,
    ) -> None:
        self._holding = holding
        self._bookings = bookings
        self._saga = saga
        self._timing = timing
        self._inventories = inventories
        self._refund_terms = refund_terms
        self._idempotency = idempotency
        self._clock = clock

    async def book_hold(
        self, account_id: str, hold_id: str, payment_token: str, key: str
    ) -> Booking:
        """Buy the seats of a hold, once for each idempotency `key`.

        The booking may come back PENDING: its payment's outcome is not known yet. Raises
        NotFound, HoldExpired, PaymentDeclined, IdempotencyConflict or InvalidInput.
        """
        if not _TOKEN.fullmatch(payment_token):
            raise InvalidInput.of("paymentToken", "TOKEN", "This is not a payment token.")

        async def work(seed: str) -> dict[str, str]:
            booking = await self._begin(f"bkg_{seed}", account_id, hold_id)
            if booking.state == BEGINNING:
                # Overtaken means that the recovery worker is at it, or is done: its word counts.
                with contextlib.suppress(Overtaken):
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
        """What cancelling now, with these tickets, would give back; None when it cannot be.

        `starts_at` is when the booking's showtime begins.
        """
        return refund_quote(booking, tickets, self._refund_terms, starts_at, self._clock.now())

    async def cancel(
        self, viewer: Viewer, booking_id: str, reason: str | None, key: str
    ) -> Booking:
        """Give the seats back and refund by the terms, once for each idempotency `key`.

        Its owner may, and ADMIN. Raises NotFound, BookingNotCancellable, IdempotencyConflict or
        InvalidInput.
        """
        if reason is not None and len(reason) > _LONGEST_REASON:
            raise InvalidInput.of("reason", "LENGTH", f"Use up to {_LONGEST_REASON} characters.")
        booking = await self._bookings.get(booking_id) if is_id("bkg", booking_id) else None
        if booking is None or not viewer.is_or_has(booking.account_id, Role.ADMIN):
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
        except Overtaken:
            log.info("cancelled_by_another_call", booking_id=booking.id)

    async def get(self, viewer: Viewer, id: str) -> Booking | None:
        """A booking of one's own, or any for STAFF; None for every other."""
        booking = await self._bookings.get(id) if is_id("bkg", id) else None
        if booking is None or not viewer.is_or_has(booking.account_id, Role.STAFF):
            return None
        return booking

    async def page(
        self,
        request: PageRequest,
        *,
        account_id: str | None = None,
        showtime_id: str | None = None,
        status: BookingStatus | None = None,
    ) -> Page[Booking]:
        """A page of bookings, the newest first."""
        fetched, count = await self._bookings.page(
            request, account_id=account_id, showtime_id=showtime_id, status=status
        )
        return make_page(fetched, request, sort_key=lambda each: (each.id,), count=count)

    async def tickets_of(self, booking_ids: Sequence[str]) -> list[Ticket]:
        """The tickets of several bookings at once."""
        return await self._bookings.tickets_of(booking_ids)

    async def _begin(self, booking_id: str, account_id: str, hold_id: str) -> Booking:
        """The PENDING booking, written before anybody is asked for money; or as a crash left it."""
        try:
            return await self._new(booking_id, account_id, hold_id)
        except Refusal:
            begun = await self._bookings.get(booking_id)
            if begun is None:
                raise
            return begun

    async def _new(self, booking_id: str, account_id: str, hold_id: str) -> Booking:
        hold = await self._holding.get(account_id, hold_id)
        if hold.booking_id is not None:
            raise await self._why_taken(hold.booking_id)
        now = self._clock.now()
        if hold.expires_at <= now:
            raise HoldExpired
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
            await self._bookings.begin(booking, until=max(hold.expires_at, now + PAYING))
        except HoldLost:
            raise HoldExpired from None
        except HoldTaken:
            raise IdempotencyConflict(_BEING_PAID) from None
        return booking

    async def _why_taken(self, booking_id: str) -> Refusal:
        """Why a hold cannot be paid for that this booking was begun from."""
        other = await self._bookings.get(booking_id)
        if other is None or other.is_open or other.status is BookingStatus.PAYMENT_FAILED:
            # Where paying failed, the hold has been given back since it was read.
            return IdempotencyConflict(_BEING_PAID)
        return HoldExpired("This hold was used up by an earlier booking; choose seats again.")
