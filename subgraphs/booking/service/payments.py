"""Payments of bookings that may cost nothing."""

from shared.money import Money
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.ports import PaymentOutcome, Payments, PaymentState


class PaymentsOrNone:
    """Payments; for a booking that costs nothing each step succeeds, and payment is not asked.

    So the saga is the same for every booking (docs/adr/0024).
    """

    def __init__(self, payments: Payments) -> None:
        self._payments = payments

    async def authorize(self, booking: Booking, token: str | None) -> PaymentOutcome:
        if booking.costs_nothing:
            return PaymentOutcome(PaymentState.AUTHORIZED)
        assert token is not None, "a booking with a price begins with a token"
        return await self._payments.authorize(booking, token)

    async def capture(self, booking: Booking) -> None:
        if not booking.costs_nothing:
            await self._payments.capture(booking)

    async def void(self, booking: Booking) -> None:
        if not booking.costs_nothing:
            await self._payments.void(booking)

    async def refund(self, booking: Booking, amount: Money) -> None:
        if not booking.costs_nothing:
            await self._payments.refund(booking, amount)

    async def find(self, booking: Booking) -> PaymentOutcome | None:
        if booking.costs_nothing:
            return PaymentOutcome(PaymentState.AUTHORIZED)
        return await self._payments.find(booking)
