"""The payment service, through the client generated from its schema."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

import structlog

from shared.errors import Unavailable
from shared.money import Money
from subgraphs.booking.adapters.graphql_client import CallRefused, ServiceFault
from subgraphs.booking.adapters.payment_client import (
    AuthorizePaymentInput,
    PaymentClient,
    PaymentStatus,
    RefundPaymentInput,
    VoidPaymentInput,
)
from subgraphs.booking.adapters.payment_client.fragments import PaymentOutcome as PaymentFields
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.errors import PaymentStuck
from subgraphs.booking.ports import PaymentOutcome, PaymentState

log = structlog.get_logger(__name__)

Result = TypeVar("Result")

_STATES = {
    PaymentStatus.AUTHORIZED: PaymentState.AUTHORIZED,
    PaymentStatus.CAPTURED: PaymentState.CAPTURED,
    PaymentStatus.PARTIALLY_REFUNDED: PaymentState.CAPTURED,
    PaymentStatus.REFUNDED: PaymentState.CAPTURED,
    PaymentStatus.DECLINED: PaymentState.DECLINED,
    PaymentStatus.VOIDED: PaymentState.VOIDED,
    PaymentStatus.PENDING: PaymentState.UNKNOWN,
    PaymentStatus.UNKNOWN: PaymentState.UNKNOWN,
}


class GraphqlPayments:
    """Adapter of the port Payments; each call has a fresh service token for its scope."""

    def __init__(self, client: PaymentClient, *, capture_within: timedelta) -> None:
        """A capture that takes longer than `capture_within` counts as unanswered."""
        self._client = client
        self._capture_within = capture_within.total_seconds()

    async def authorize(self, booking: Booking, token: str) -> PaymentOutcome:
        answer = await _answered(
            self._client.authorize_payment(
                AuthorizePaymentInput(
                    reference=booking.id,
                    accountId=booking.account_id,
                    amountMinor=booking.total.amount_minor,
                    currency=booking.total.currency,
                    paymentToken=token,
                ),
                scope="payments:authorize",
            )
        )
        return _outcome(answer.authorize_payment)

    async def capture(self, booking: Booking) -> PaymentOutcome:
        call = self._client.capture_payment(booking.id, scope="payments:capture")
        try:
            async with asyncio.timeout(self._capture_within):
                answer = await _answered(call)
        except TimeoutError:
            raise Unavailable("payment service") from None
        return _outcome(answer.capture_payment)

    async def void(self, booking: Booking) -> PaymentOutcome:
        answer = await _answered(
            self._client.void_payment(
                VoidPaymentInput(
                    reference=booking.id,
                    accountId=booking.account_id,
                    amountMinor=booking.total.amount_minor,
                    currency=booking.total.currency,
                ),
                scope="payments:void",
            )
        )
        return _outcome(answer.void_payment)

    async def refund(self, booking: Booking, amount: Money) -> None:
        await _answered(
            self._client.refund_payment(
                RefundPaymentInput(
                    reference=booking.id,
                    refundId=booking.refund_id,
                    amountMinor=amount.amount_minor,
                    currency=amount.currency,
                ),
                scope="payments:refund",
            )
        )

    async def find(self, booking: Booking) -> PaymentOutcome | None:
        answer = await _answered(
            self._client.payment_by_reference(booking.id, scope="payments:read")
        )
        found = answer.payment_by_reference
        return _outcome(found) if found else None


async def _answered(call: Awaitable[Result]) -> Result:
    """Return the call's answer. Raises PaymentStuck when payment refused it or failed.

    Payment refuses only what this service should not have asked: that is a fault, and is logged.
    A refused service token concerns no single booking and passes, so it counts as unavailable.
    """
    try:
        return await call
    except ServiceFault as fault:
        log.exception("payment_failed")
        raise PaymentStuck(str(fault)) from fault
    except CallRefused as refusal:
        log.exception("payment_refused", code=refusal.code)
        if refusal.code in ("UNKNOWN_CALLER", "UNAUTHENTICATED", "FORBIDDEN"):
            raise Unavailable("payment service") from refusal
        raise PaymentStuck(f"{refusal.code}: {refusal}") from refusal


def _outcome(answer: PaymentFields) -> PaymentOutcome:
    return PaymentOutcome(_STATES[answer.status], answer.decline_code)
