"""The saga of a booking: paid and ticketed, or neither, whatever crashes in between.

The booking and its payment's id are written before the provider is asked. Every step may be done
again by whoever finds it undone: payment knows each payment by its booking, and each change of
the booking is conditional on the version that was read, so two workers never both make one.
"""

from datetime import timedelta

import structlog

from shared.clock import Clock
from shared.errors import Unavailable
from shared.ids import IdSource
from subgraphs.booking.domain.bookings import (
    Booking,
    BookingStatus,
    Step,
    Ticket,
    TicketStatus,
)
from subgraphs.booking.errors import HoldLost
from subgraphs.booking.inventories import Inventories
from subgraphs.booking.ports import (
    BookingStore,
    HoldStore,
    PaymentOutcome,
    Payments,
    PaymentState,
    TicketSigner,
)

log = structlog.get_logger(__name__)

# After that long, a payment of which nobody knows anything is given up: longer than the call that
# may still be asking for it. Should it come all the same, payment refuses it.
PATIENCE = timedelta(seconds=20)


class BookingSaga:
    """Does what is left to do for a booking, as far as it gets."""

    def __init__(
        self,
        bookings: BookingStore,
        holds: HoldStore,
        inventories: Inventories,
        payments: Payments,
        signer: TicketSigner,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._bookings = bookings
        self._holds = holds
        self._inventories = inventories
        self._payments = payments
        self._signer = signer
        self._clock = clock
        self._ids = ids

    async def begin(self, booking: Booking, token: str) -> Booking:
        """Pay with the card that `token` stands for; PENDING when the outcome is not known yet."""
        try:
            outcome = await self._payments.authorize(booking, token)
            return await self._settle(booking, outcome)
        except Unavailable as away:
            # Not known is not failed: the recovery worker finds out.
            log.warning("booking_pending", booking_id=booking.id, part=away.part)
            return booking

    async def resume(self, booking: Booking) -> Booking:
        """Go on where it was left; Unavailable when the part that can tell is away."""
        match booking.step:
            case Step.AUTHORIZE:
                outcome = await self._payments.find(booking)
                if outcome is None or outcome.state is PaymentState.UNKNOWN:
                    return await self._wait_or_give_up(booking)
                return await self._settle(booking, outcome)
            case Step.CAPTURE:
                return await self._capture(booking)
            case Step.VOID:
                return await self._void(booking)
            case Step.REFUND:
                return await self.refund(booking)
            case Step.DONE:
                return booking

    async def refund(self, booking: Booking) -> Booking:
        """Give back what cancelling promised; Unavailable when payment does not answer."""
        assert booking.refund is not None, "a booking is cancelled with its refund"
        await self._payments.refund(booking, booking.refund)
        return await self._bookings.move(booking, (BookingStatus.CANCELLED, Step.DONE))

    async def abandon(self, booking: Booking) -> Booking:
        """Leave it to people: every attempt has failed."""
        log.error("booking_needs_attention", booking_id=booking.id, step=booking.step)
        return await self._bookings.move(booking, (BookingStatus.NEEDS_ATTENTION, Step.DONE))

    async def _settle(self, booking: Booking, outcome: PaymentOutcome) -> Booking:
        match outcome.state:
            case PaymentState.AUTHORIZED | PaymentState.CAPTURED:
                return await self._confirm(booking)
            case PaymentState.DECLINED | PaymentState.VOIDED:
                failed = await self._bookings.move(
                    booking,
                    (BookingStatus.PAYMENT_FAILED, Step.DONE),
                    decline_code=outcome.decline_code,
                )
                await self._holds.give_back(booking.hold_id, booking.id)
                return failed
            case PaymentState.UNKNOWN:
                return booking

    async def _confirm(self, booking: Booking) -> Booking:
        try:
            confirmed = await self._bookings.confirm(
                booking, await self._tickets(booking), (BookingStatus.CONFIRMED, Step.CAPTURE)
            )
        except HoldLost:
            lost = await self._bookings.move(booking, (BookingStatus.PENDING, Step.VOID))
            return await self._void(lost)
        try:
            return await self._capture(confirmed)
        except Unavailable as away:
            log.warning("capture_waits", booking_id=booking.id, part=away.part)
            return confirmed

    async def _capture(self, booking: Booking) -> Booking:
        await self._payments.capture(booking)
        return await self._bookings.move(booking, (BookingStatus.CONFIRMED, Step.DONE))

    async def _void(self, booking: Booking) -> Booking:
        await self._payments.void(booking)
        failed = await self._bookings.move(booking, (BookingStatus.PAYMENT_FAILED, Step.DONE))
        await self._holds.give_back(booking.hold_id, booking.id)
        return failed

    async def _wait_or_give_up(self, booking: Booking) -> Booking:
        if self._clock.now() < booking.created_at + PATIENCE:
            raise Unavailable("payment's outcome")
        given_up = await self._bookings.move(booking, (BookingStatus.PENDING, Step.VOID))
        return await self._void(given_up)

    async def _tickets(self, booking: Booking) -> list[Ticket]:
        inventory = await self._inventories.get(booking.showtime_id)
        tickets: list[Ticket] = []
        for seat in booking.seats:
            ticket_id = self._ids.new("tkt")
            tickets.append(
                Ticket(
                    id=ticket_id,
                    booking_id=booking.id,
                    showtime_id=booking.showtime_id,
                    seat_id=seat.seat_id,
                    category=seat.category,
                    price=seat.price,
                    status=TicketStatus.VALID,
                    code=await self._signer.sign(
                        ticket_id, booking.showtime_id, seat.seat_id, inventory.starts_at
                    ),
                )
            )
        return tickets
