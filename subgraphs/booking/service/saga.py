"""The saga of a booking: paid and ticketed, or neither, whichever process crashes.

The booking, and with it the payment's id, is written before the provider is asked. Any process
may repeat a step: payment knows each payment by its booking, and each change of the booking is
conditional on the version that was read, so two workers never both make one. The table in
`domain/saga.py` says which change is legal.
"""

from collections.abc import Sequence

import structlog

from shared.clock import Clock
from shared.errors import OutcomePending, TransientFailure, VersionConflict
from shared.ids import IdSource
from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import Cause, Step
from subgraphs.booking.domain.tickets import Ticket, TicketStatus
from subgraphs.booking.domain.timing import Timing
from subgraphs.booking.errors import HoldLost, PaymentStuck
from subgraphs.booking.events import BookingCancelled, BookingConfirmed
from subgraphs.booking.ports import (
    BookingStore,
    PaymentOutcome,
    Payments,
    PaymentState,
    TicketSigner,
)
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.payments import PaymentsOrNone

log = structlog.get_logger(__name__)


class BookingSaga:
    """Does the steps that a booking still needs, as far as that is possible now."""

    def __init__(
        self,
        bookings: BookingStore,
        inventories: InventoryLookup,
        payments: Payments,
        signer: TicketSigner,
        timing: Timing,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._bookings = bookings
        self._inventories = inventories
        self._payments = PaymentsOrNone(payments)
        self._signer = signer
        self._timing = timing
        self._clock = clock
        self._ids = ids

    async def begin(self, booking: Booking, token: str | None) -> None:
        """Pay with the card that `token` stands for, as far as the outcome is known now.

        A booking that costs nothing needs no token.

        Raises VersionConflict when the recovery worker has taken the booking over.
        """
        try:
            outcome = await self._payments.authorize(booking, token)
            if outcome.state is not PaymentState.UNKNOWN:
                await self._settle(booking, outcome)
        except (TransientFailure, PaymentStuck) as waiting:
            # An unknown outcome is not a failure: the recovery worker finds out.
            log.warning("booking_pending", booking_id=booking.id, why=str(waiting))

    async def cancel(self, booking: Booking, refund: Money, *, reason: str | None) -> None:
        """Take seats and tickets back, then give `refund` back as far as that is possible now.

        Raises VersionConflict when another call changes the booking, and TicketInUse when one of
        its tickets has been used; nothing has changed then.
        """
        cause = Cause.CANCELLED if refund.amount_minor else Cause.CANCELLED_WITHOUT_REFUND
        await self._cancel(booking, cause, refund, reason)

    async def cancel_with_showtime(self, booking: Booking) -> None:
        """Do the same for a cancelled showtime: with the full price, and with used tickets too."""
        await self._cancel(booking, Cause.SHOWTIME_CANCELLED, booking.total, reason=None)

    async def resume(self, booking: Booking) -> None:
        """Continue at the booking's step.

        Raises TransientFailure when a later try may succeed, PaymentStuck when payment's answer
        does not help, and VersionConflict when another worker has changed the booking.
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
                await self._refund(await self._advance(booking, Cause.CAPTURED))
            case Step.REFUND:
                await self._refund(booking)
            case Step.DONE:
                return

    async def leave_to_people(self, booking: Booking) -> None:
        """Leave the booking, with its step, to people: every attempt has failed."""
        log.error("booking_needs_attention", booking_id=booking.id, step=booking.step)
        await self._advance(booking, Cause.LEFT_TO_PEOPLE)

    async def _find_out(self, booking: Booking) -> None:
        outcome = await self._payments.find(booking)
        unknown = outcome is None or outcome.state is PaymentState.UNKNOWN
        if unknown and self._clock.now() < booking.created_at + self._timing.patience:
            raise OutcomePending("payment")
        if outcome is None:
            await self._void(await self._advance(booking, Cause.NEVER_ARRIVED))
        elif unknown:
            # Payment asks its provider, and gives up a charge that the provider never heard of.
            raise PaymentStuck("the payment's outcome is unknown")
        else:
            await self._settle(booking, outcome)

    async def _settle(self, booking: Booking, outcome: PaymentOutcome) -> None:
        if outcome.state in (PaymentState.AUTHORIZED, PaymentState.CAPTURED):
            await self._confirm(booking)
        else:
            voided = outcome.state is PaymentState.VOIDED
            cause = Cause.VOIDED if voided else Cause.DECLINED
            await self._bookings.fail(booking.after(cause, decline_code=outcome.decline_code))

    async def _confirm(self, booking: Booking) -> None:
        confirmed = booking.after(Cause.AUTHORIZED)
        event = BookingConfirmed(
            booking_id=booking.id,
            account_id=booking.account_id,
            showtime_id=booking.showtime_id,
            seat_ids=tuple(booking.seat_ids),
            amount_minor=booking.total.amount_minor,
            currency=booking.total.currency,
        )
        tickets = await self._tickets(booking)
        try:
            await self._bookings.confirm(confirmed, tickets, events=[event])
        except HoldLost:
            await self._void(await self._advance(booking, Cause.SEATS_LOST))
            return
        await self._capture(confirmed)

    async def _capture(self, booking: Booking) -> None:
        await self._payments.capture(booking)
        await self._advance(booking, Cause.CAPTURED)

    async def _void(self, booking: Booking) -> None:
        await self._payments.void(booking)
        await self._bookings.fail(booking.after(Cause.VOIDED))

    async def _cancel(
        self, booking: Booking, cause: Cause, refund: Money, reason: str | None
    ) -> None:
        cancelled = booking.after(
            cause, refund=refund, due_at=self._clock.now() + self._timing.lease
        )
        event = BookingCancelled(
            booking_id=booking.id,
            account_id=booking.account_id,
            showtime_id=booking.showtime_id,
            seat_ids=tuple(booking.seat_ids),
            refund_minor=refund.amount_minor,
            currency=refund.currency,
            reason=reason,
        )
        await self._bookings.cancel(
            cancelled,
            void_used_tickets=cause is Cause.SHOWTIME_CANCELLED,
            events=[event],
        )
        try:
            await self.resume(cancelled)
        except (VersionConflict, TransientFailure, PaymentStuck) as waiting:
            # The recovery worker refunds it later, or does so now.
            log.info("refund_goes_on", booking_id=booking.id, why=repr(waiting))

    async def _refund(self, booking: Booking) -> None:
        assert booking.refund is not None, "a booking is cancelled with its refund"
        await self._payments.refund(booking, booking.refund)
        await self._advance(booking, Cause.REFUNDED)

    async def _advance(self, booking: Booking, cause: Cause) -> Booking:
        """Write and return the booking's next version."""
        advanced = booking.after(cause)
        await self._bookings.save(advanced)
        return advanced

    async def _tickets(self, booking: Booking) -> Sequence[Ticket]:
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
