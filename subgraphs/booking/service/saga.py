"""The saga of a booking: paid and ticketed, or neither, whatever crashes in between.

The booking and its payment's id are written before the provider is asked. Every step may be done
again by whoever finds it undone: payment knows each payment by its booking, and each change of
the booking is conditional on the version that was read, so two workers never both make one.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from shared.clock import Clock
from shared.errors import Unavailable
from shared.ids import IdSource
from shared.money import Money
from subgraphs.booking.domain.bookings import (
    Booking,
    BookingStatus,
    Step,
    Ticket,
    TicketStatus,
)
from subgraphs.booking.errors import HoldLost, Overtaken, PaymentStuck
from subgraphs.booking.ports import (
    BookingStore,
    PaymentOutcome,
    Payments,
    PaymentState,
    TicketSigner,
)
from subgraphs.booking.service.inventory_lookup import Inventories

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a booking is left to whom; `call` is how long a call of payment may take.

    No safety depends on these times: whoever comes too early, or too late, finds another version.
    """

    call: timedelta

    @property
    def lease(self) -> timedelta:
        """How long it is left to the customer's call, or to the worker, that is at it."""
        return self.call + timedelta(seconds=3)

    @property
    def patience(self) -> timedelta:
        """After that long, a payment that never arrived is given up.

        Should it come all the same, payment refuses it.
        """
        return self.lease + timedelta(seconds=5)


class BookingSaga:
    """Does what is left to do for a booking, as far as it gets."""

    def __init__(
        self,
        bookings: BookingStore,
        inventories: Inventories,
        payments: Payments,
        signer: TicketSigner,
        timing: Timing,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._bookings = bookings
        self._inventories = inventories
        self._payments = payments
        self._signer = signer
        self._timing = timing
        self._clock = clock
        self._ids = ids

    async def begin(self, booking: Booking, token: str) -> None:
        """Pay with the card that `token` stands for, as far as that can be known now.

        Raises Overtaken when the recovery worker is at it.
        """
        try:
            outcome = await self._payments.authorize(booking, token)
            if outcome.state is not PaymentState.UNKNOWN:
                await self._settle(booking, outcome)
        except (Unavailable, PaymentStuck) as waiting:
            # Not known is not failed: the recovery worker finds out.
            log.warning("booking_pending", booking_id=booking.id, why=str(waiting))

    async def cancel(
        self,
        booking: Booking,
        refund: Money,
        *,
        reason: str | None = None,
        by_cinema: bool = False,
    ) -> None:
        """Take seats and tickets back, then give the money back as far as that is possible now.

        Raises Overtaken when somebody else changes the booking, and TicketInUse when one of its
        tickets has been used, unless the cinema cancels; nothing has changed then.
        """
        due_at = self._clock.now() + self._timing.lease
        cancelled = await self._bookings.cancel(
            booking, refund, due_at=due_at, reason=reason, by_cinema=by_cinema
        )
        try:
            await self.resume(cancelled)
        except (Overtaken, Unavailable, PaymentStuck) as waiting:
            # The recovery worker will do it, or does.
            log.info("refund_goes_on", booking_id=booking.id, why=repr(waiting))

    async def resume(self, booking: Booking) -> None:
        """Go on where it was left.

        Unavailable when the part that can tell is away, PaymentStuck when it answered and that
        helps no further, and Overtaken when somebody else is at it.
        """
        match booking.step:
            case Step.AUTHORIZE:
                await self._find_out(booking)
            case Step.CAPTURE:
                await self._capture(booking)
            case Step.VOID:
                await self._void(booking)
            case Step.REVERSE:
                await self._payments.capture(booking)
                back = (BookingStatus.CANCELLED, Step.REFUND)
                await self._refund(await self._bookings.move(booking, back))
            case Step.REFUND:
                await self._refund(booking)
            case Step.DONE:
                return

    async def abandon(self, booking: Booking) -> None:
        """Leave what is still to be done to people: every attempt has failed."""
        log.error("booking_needs_attention", booking_id=booking.id, step=booking.step)
        await self._bookings.move(booking, (BookingStatus.NEEDS_ATTENTION, booking.step))

    async def _find_out(self, booking: Booking) -> None:
        outcome = await self._payments.find(booking)
        unknown = outcome is None or outcome.state is PaymentState.UNKNOWN
        if unknown and self._clock.now() < booking.created_at + self._timing.patience:
            raise Unavailable("payment's outcome")
        if outcome is None:
            await self._void(await self._bookings.move(booking, (BookingStatus.PENDING, Step.VOID)))
        elif unknown:
            # Payment itself asks its provider, and gives up what the provider has not heard of.
            raise PaymentStuck("the payment's outcome is unknown")
        else:
            await self._settle(booking, outcome)

    async def _settle(self, booking: Booking, outcome: PaymentOutcome) -> None:
        if outcome.state in (PaymentState.AUTHORIZED, PaymentState.CAPTURED):
            await self._confirm(booking)
        else:
            await self._bookings.fail(booking, decline_code=outcome.decline_code)

    async def _confirm(self, booking: Booking) -> None:
        try:
            confirmed = await self._bookings.confirm(
                booking, await self._tickets(booking), (BookingStatus.CONFIRMED, Step.CAPTURE)
            )
        except HoldLost:
            await self._void(await self._bookings.move(booking, (BookingStatus.PENDING, Step.VOID)))
            return
        await self._capture(confirmed)

    async def _capture(self, booking: Booking) -> None:
        await self._payments.capture(booking)
        await self._bookings.move(booking, (BookingStatus.CONFIRMED, Step.DONE))

    async def _void(self, booking: Booking) -> None:
        await self._payments.void(booking)
        await self._bookings.fail(booking)

    async def _refund(self, booking: Booking) -> None:
        assert booking.refund is not None, "a booking is cancelled with its refund"
        await self._payments.refund(booking, booking.refund)
        await self._bookings.move(booking, (BookingStatus.CANCELLED, Step.DONE))

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
