"""The use cases of bookings."""

import contextlib
import re
from collections.abc import Sequence
from datetime import timedelta

import structlog

from shared.auth.viewer import Role, Viewer
from shared.clock import Clock
from shared.errors import IdempotencyConflict, InvalidInput, NotFound, Unavailable
from shared.idempotency import Call, Idempotency
from shared.ids import is_id
from shared.money import Money
from shared.pagination import Page, PageRequest, make_page
from subgraphs.booking.domain.bookings import (
    BEGINNING,
    Booking,
    BookingStatus,
    Hold,
    Step,
    Ticket,
    spoken_reference,
)
from subgraphs.booking.domain.refunds import RefundTerm, refund_quote
from subgraphs.booking.errors import (
    BookingNotCancellable,
    HoldExpired,
    Overtaken,
    PaymentDeclined,
    TicketInUse,
)
from subgraphs.booking.holding import HoldingService
from subgraphs.booking.inventories import Inventories
from subgraphs.booking.ports import BookingStore, HoldStore, InventoryStore
from subgraphs.booking.saga import BookingSaga

log = structlog.get_logger(__name__)

# While a payment is under way, or its outcome not known, nobody else gets the seats.
PAYING = timedelta(minutes=2)
LEASE = timedelta(seconds=15)
_TOKEN = re.compile(r"[!-~]{1,200}")
_LONGEST_REASON = 500


class BookingService:
    """Books what is held, and finds bookings."""

    def __init__(
        self,
        holding: HoldingService,
        seats: InventoryStore,
        holds: HoldStore,
        bookings: BookingStore,
        saga: BookingSaga,
        inventories: Inventories,
        refund_terms: Sequence[RefundTerm],
        idempotency: Idempotency,
        clock: Clock,
    ) -> None:
        self._holding = holding
        self._seats = seats
        self._holds = holds
        self._bookings = bookings
        self._saga = saga
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
            if booking.step is Step.AUTHORIZE:
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

    async def refund_quote(self, booking: Booking, tickets: Sequence[Ticket]) -> Money | None:
        """What cancelling now, with these tickets, would give back; None when it cannot be."""
        starts_at = (await self._inventories.get(booking.showtime_id)).starts_at
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
        quote = await self.refund_quote(booking, await self._bookings.tickets_of([booking.id]))
        if quote is None:
            raise BookingNotCancellable
        try:
            cancelled = await self._bookings.cancel(booking, quote, reason=reason)
            if cancelled.step is Step.REFUND:
                await self._saga.refund(cancelled)
        except TicketInUse:
            raise BookingNotCancellable from None
        except (Overtaken, Unavailable) as waiting:
            # Another call cancels it just now, or the recovery worker will refund it.
            log.info("cancelling_goes_on", booking_id=booking.id, why=repr(waiting))

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
        started = await self._bookings.get(booking_id)
        if started is not None:
            return started
        hold = await self._payable(account_id, hold_id, booking_id)
        now = self._clock.now()
        status, step = BEGINNING
        return await self._bookings.add(
            Booking(
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
                due_at=now + LEASE,
                attempts=0,
                version=1,
            )
        )

    async def _payable(self, account_id: str, hold_id: str, booking_id: str) -> Hold:
        hold = await self._holding.get(account_id, hold_id)
        now = self._clock.now()
        if hold.booking_id is None and hold.expires_at <= now:
            raise HoldExpired
        if not await self._holds.take(hold.id, booking_id):
            raise IdempotencyConflict("This hold is being paid, or has been, by another call.")
        if not await self._seats.prolong(hold, max(hold.expires_at, now + PAYING)):
            await self._holds.give_back(hold.id, booking_id)
            raise HoldExpired
        return hold
